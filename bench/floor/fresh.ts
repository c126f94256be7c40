import { hash, randomUUID } from 'node:crypto';
import { macOf, makeSecret, openBlob, sealBlob, wrapMaterial } from './cryptography.ts';
import type { RecordedCall, Work } from './recorded-call.ts';
import type { Fresh } from './template.ts';

/** How long the service keeps a nonce: identity/nonces.ts. */
const NONCE_MILLISECONDS = 17 * 60_000;
/** Bytes of a blob besides its plaintext. */
const BLOB_OVERHEAD = sealBlob(Buffer.alloc(0)).length;

type Ids = Pick<Fresh, 'keyId' | 'versionId'>;
type Made = Partial<
  Pick<Fresh, 'ciphertextBlob' | 'plaintext'> &
    Record<'wrappedMaterial' | 'policyMac' | 'tagsMac', Uint8Array>
>;

/** The cryptography of each kind of call, with a plaintext as long as that of the recorded call. */
const WORK: Readonly<Record<Work, (plaintext: Buffer) => (ids: Ids) => Made>> = {
  createKey:
    () =>
    ({ keyId, versionId }) => ({
      wrappedMaterial: wrapMaterial(versionId),
      policyMac: macOf(`Key policy ${keyId} Aliyun_AES_256`),
      tagsMac: macOf(`Key tags ${keyId}`),
    }),
  encrypt: (plaintext) => () => ({ ciphertextBlob: sealBlob(plaintext).toString('base64') }),
  decrypt() {
    const blob = sealBlob(makeSecret());
    return () => ({ plaintext: openBlob(blob).toString('base64') });
  },
  generateDataKey: () => () => {
    const dataKey = makeSecret();
    return {
      plaintext: dataKey.toString('base64'),
      ciphertextBlob: sealBlob(dataKey).toString('base64'),
    };
  },
  describeKey: () => () => ({}),
};

/** As much as was encrypted in the recorded call: RPC encrypts text, such as base64. */
function plaintextOf(body: string): Buffer {
  const [, blob = ''] = /"ciphertextBlob":"([^"]*)"/i.exec(body) ?? [];
  return Buffer.alloc(Math.max(0, Buffer.from(blob, 'base64').length - BLOB_OVERHEAD));
}

/** A clock that makes texts once for each millisecond. */
function clock() {
  let now = 0;
  let texts = { time: '', expiry: '', idPrefix: '' };
  return () => {
    if (Date.now() === now) return texts;
    now = Date.now();
    const second = Math.floor(now / 1_000) * 1_000; // requests have times without a fraction
    const hex = now.toString(16).padStart(12, '0');
    texts = {
      time: textOf(now),
      expiry: textOf(second + NONCE_MILLISECONDS),
      idPrefix: `${hex.slice(0, 8)}-${hex.slice(8)}-7`,
    };
    return texts;
  };
}

/** A time as both databases read it. */
const textOf = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace('Z', '+00:00');

/** Random part of a UUID, from the variant on. */
const RANDOM_PART = 'xxxxxxxx-xxxx-4xxx'.length;

/**
 * Does the cryptography of a call and makes its ids: version 7 where the service has it, otherwise version 4.
 * @param toColumn bytes as the database takes them
 */
export function freshCalls(
  { work, body }: Pick<RecordedCall, 'work' | 'body'>,
  toColumn: (bytes: Uint8Array) => unknown,
): () => Fresh {
  const now = clock();
  const make = WORK[work](plaintextOf(body));
  const isNew = work === 'createKey';
  const column = (bytes: Uint8Array | undefined) => (bytes ? toColumn(bytes) : null);
  let count = 0;
  const uuidv7 = () => {
    count = (count + 1) % 4_096;
    const counter = count.toString(16).padStart(3, '0');
    return now().idPrefix + counter + randomUUID().slice(RANDOM_PART);
  };
  return () => {
    const ids = { keyId: isNew ? uuidv7() : '', versionId: isNew ? uuidv7() : '' };
    const made = make(ids);
    const { time, expiry } = now();
    const requestId = randomUUID();
    return {
      ...ids,
      requestId,
      eventId: uuidv7(),
      time,
      expiry,
      nonceHash: hash('sha256', requestId, 'base64url'),
      ciphertextBlob: made.ciphertextBlob ?? '',
      plaintext: made.plaintext ?? '',
      wrappedMaterial: column(made.wrappedMaterial),
      policyMac: column(made.policyMac),
      tagsMac: column(made.tagsMac),
    };
  };
}
