import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KeyMaterial } from '#domain/key-material.ts';
import { materialContext } from '#keyring/wrap-contexts.ts';
import { insertRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { rawRequest } from '../support/http.ts';
import { type Kms, startKms } from '../support/kms.ts';
import { keyRow, versionOf } from '../support/rows.ts';
import { callV1 } from '../support/rpc-client.ts';
import { sealed } from '../support/sealed.ts';

interface Recorded {
  readonly client: string;
  readonly action: string;
  readonly method: string;
  readonly target: string;
  readonly headers: [string, string][];
  readonly body: string;
  readonly algorithm: string;
  readonly stringToSign: string;
}

const file = resolve(import.meta.dirname, '../vectors/recorded-requests.json');
const { accessKeyId, accessKeySecret, requests } = JSON.parse(readFileSync(file, 'utf8')) as {
  accessKeyId: string;
  accessKeySecret: string;
  requests: Recorded[];
};

/** A server of the day on which the requests were recorded, with the credentials that signed them and the key they name. */
let kms: Promise<Kms> | undefined;
const recordedDay = (): Promise<Kms> => {
  kms ??= makeRecordedDay();
  return kms;
};

async function makeRecordedDay(): Promise<Kms> {
  const server = await startKms({
    settings: {
      KEYWRIGHT_ACCESS_KEY_ID: accessKeyId,
      KEYWRIGHT_ACCESS_KEY_SECRET: accessKeySecret,
    },
    clock: () => new Date('2026-11-24T03:03:00Z'),
  });
  const { accountId, keyring } = server.deployment;
  const primaryVersionId = 'ffffffff-0000-7000-8000-000000000000';
  const key = sealed(server, keyRow(accountId, { id: 'k', primaryVersionId }));
  using material = KeyMaterial.random(32);
  const version = {
    ...versionOf(key, keyring.currentId),
    id: primaryVersionId,
    wrappedMaterial: keyring.wrap(materialContext(accountId, primaryVersionId), material.bytes)
      .bytes,
  };
  await server.store.commit([insertRow(TABLES.key, key), insertRow(TABLES.keyVersion, version)]);
  return server;
}

/** Sends a recorded request, its body in chunks where it was. */
async function send({ method, target, headers, body }: Recorded) {
  return rawRequest((await recordedDay()).url, { method, path: target, headers, body });
}

describe.each(requests)('$client, $action', (request) => {
  it('refuses it when anything that is signed was changed, naming the string to sign', async () => {
    const change = (text: string) =>
      text
        .replace('ENCRYPT%2FDECRYPT', 'ENCRYPT%2FDECRYPX')
        .replace('Plaintext=aGVs', 'Plaintext=aGVt');
    const changed = { ...request, target: change(request.target), body: change(request.body) };
    expect(changed).not.toEqual(request);
    const { status, json } = await send(changed);
    expect(status).toBe(400);
    expect(json).toMatchObject({
      Code: expect.stringMatching(/^(SignatureDoesNotMatch|IncompleteSignature)$/),
    });
  });

  it('refuses it by another method', async () => {
    const { json } = await send({ ...request, method: request.method === 'GET' ? 'POST' : 'GET' });
    expect(json.Code).toMatch(
      /^(SignatureDoesNotMatch|IncompleteSignature|ParseRequestParameterException)$/,
    );
  });

  it('accepts it as it was sent, once', async () => {
    const first = await send(request);
    if (request.action === 'CreateKey') {
      expect(first.json).toMatchObject({
        KeyMetadata: {
          Description: 'ключ 密钥 🔑 a&b=c+d*e~f%g%20h \'(x)!"/?',
          KeyState: 'Enabled',
        },
      });
    } else {
      expect(first.json).toMatchObject({ KeyId: 'k', CiphertextBlob: expect.any(String) });
      // However the SDK spells the context, it is one of these two.
      const EncryptionContext = /%D0%BA|u043a/i.test(request.target + request.body)
        ? '{"ключ":"1","a":"b c"}'
        : '{"a":"b c"}';
      const input = { CiphertextBlob: String(first.json.CiphertextBlob), EncryptionContext };
      const credential = { accountId: '', id: accessKeyId, secret: accessKeySecret };
      const opened = await callV1(await recordedDay(), credential, 'Decrypt', input, {
        now: new Date('2026-11-24T03:03:00Z'),
      });
      expect(opened.json).toMatchObject({ KeyId: 'k', Plaintext: 'aGVs+G8/' });
    }
    expect((await send(request)).json.Code).toBe('SignatureNonceUsed');
  });
});
