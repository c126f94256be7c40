import { createApiToken } from '../support/api-token.ts';
import { codesOf, postBearer } from '../support/bearer.ts';
import { caller } from '../support/caller.ts';
import { rawRequest } from '../support/http.ts';
import { addRole, addUser, allowing, trusting } from '../support/identities.ts';
import { importMaterial } from '../support/imports.ts';
import { assume, encryptBy, mayAssumeAny, WAYS } from '../support/role-sessions.ts';
import { callV1 } from '../support/rpc-client.ts';
import { enter, post, redeem } from '../support/sign-in.ts';
import { SURFACES, type Surface } from '../support/surfaces.ts';
import type { Scene } from './scene.ts';
import { ROOT_KEY_ID, type WatchedServer } from './watched-server.ts';

/** What was done, and what it answered: `ok`, or a code or a status. */
type Answered = [name: string, answer: string];

/** Uses keys by each kind of credential, and opens again what was encrypted. */
export async function useEverything(watched: WatchedServer, scene: Scene): Promise<Answered[]> {
  const answered: Answered[] = [];
  for (const surface of SURFACES) answered.push(await roundTrip(surface, scene));
  answered.push(await asXml(scene));
  answered.push(...(await byRoleSession(scene)));
  answered.push(await byApiToken(scene));
  answered.push(...(await bySignIn(scene)));
  answered.push(...(await byBrowser(watched)));
  return answered;
}

async function roundTrip(surface: Surface, { kms, root, secrets }: Scene): Promise<Answered> {
  const as = caller(surface, kms, root);
  const { keyId } = await as.createKey();
  const name = `a round trip by ${surface}`;
  const plaintext = secrets.bytes('plaintext', name);
  const context = [['purpose', secrets.text('encryption context', name)]] as const;
  const { ciphertextBlob = '' } = await as.encrypt(keyId, plaintext, context);
  const opened = await as.decrypt(ciphertextBlob, context);
  await as.act('ReEncrypt', {
    ciphertextBlob: Buffer.from(ciphertextBlob, 'base64'),
    destinationKeyId: keyId,
    sourceEncryptionContext: context,
  });
  for (const operation of ['GenerateDataKey', 'GenerateDataKeyWithoutPlaintext']) {
    const dataKey = await as.act(operation, { keyId });
    const bytes = await as.decrypt(String(dataKey.ciphertextBlob));
    if (!dataKey.plaintext) secrets.add('data key', `of ${operation} by ${surface}`, bytes);
  }
  const imported = await as.createKey({ origin: 'EXTERNAL' });
  const material = secrets.bytes('key material', `imported by ${surface}`, 32);
  await importMaterial(as, imported.keyId, material);
  return [name, opened.equals(plaintext) ? 'ok' : 'another plaintext'];
}

async function asXml({ kms, root, keyId: KeyId, secrets }: Scene): Promise<Answered> {
  const options = { params: { Format: 'XML' } };
  const Plaintext = secrets.text('plaintext', 'in XML');
  const encrypted = await callV1(kms, root, 'Encrypt', { KeyId, Plaintext }, options);
  const [, CiphertextBlob = ''] =
    /<CiphertextBlob>(.+)<\/CiphertextBlob>/.exec(encrypted.text) ?? [];
  await callV1(kms, root, 'GenerateDataKey', { KeyId }, options);
  const { status } = await callV1(kms, root, 'Decrypt', { CiphertextBlob }, options);
  return ['Decrypt as XML', status === 200 ? 'ok' : String(status)];
}

async function byRoleSession({ kms, root, keyId, secrets }: Scene): Promise<Answered[]> {
  const user = await addUser(kms, root.accountId, mayAssumeAny);
  const trust = trusting(`acs:ram::${root.accountId}:root`);
  const role = await addRole(kms, root.accountId, trust, allowing('*'));
  const answered: Answered[] = [];
  for (const way of WAYS) {
    const session = await assume(kms, user, role, {}, way === 'GraphQL' ? 'graphql' : 'rpc');
    const wrong = {
      ...session,
      secret: secrets.letters('access key secret', `a wrong one of a session, ${way}`),
    };
    answered.push([`a session by ${way}`, await encryptBy(way, kms, session, keyId)]);
    await encryptBy(way, kms, wrong, keyId);
  }
  return answered;
}

const ENCRYPT = 'mutation ($input: EncryptInput!) { encrypt(input: $input) { ciphertextBlob } }';

async function byApiToken({ kms, root, keyId, secrets }: Scene): Promise<Answered> {
  const user = await addUser(kms, root.accountId, allowing('kms:*', 'ram:CreateApiToken'));
  const { token } = await createApiToken(kms, user);
  const plaintext = secrets.bytes('plaintext', 'with an API token').toString('base64');
  const reply = await postBearer(kms, token, ENCRYPT, { input: { keyId, plaintext } });
  return ['an API token', codesOf(reply)];
}

/** Signs browsers in with what a person enters. */
async function bySignIn({ kms, root }: Scene): Promise<Answered[]> {
  const { token } = await createApiToken(kms, root);
  const accessKey = { accessKeyId: root.id, accessKeySecret: root.secret };
  const byKey = await enter(kms, 'access-key', accessKey);
  const byToken = await enter(kms, 'token', { token });
  return [
    ['sign-in by access key', String(byKey.status)],
    ['sign-in by token', String(byToken.status)],
  ];
}

/** Signs browsers in, opens the page, uses the API, reads the metrics and signs out. */
async function byBrowser({ kms, secrets, settings }: WatchedServer): Promise<Answered[]> {
  const newLink = async (name: string): Promise<string> => {
    const token = new URL(await kms.signInLink(ROOT_KEY_ID)).hash.slice(1);
    return String(secrets.add('sign-in link', name, token).bytes);
  };
  await newLink('that is not used');
  const staying = await redeem(kms, await newLink('of a browser that stays signed in'));
  const link = await newLink('of a browser that signs out');
  const [setCookie = ''] = [(await redeem(kms, link)).headers['set-cookie']].flat();
  const usedTwice = await redeem(kms, link);
  const own = { cookie: setCookie.split(';')[0] ?? '', 'sec-fetch-site': 'same-origin' };
  const page = await rawRequest(kms.url, {
    path: '/graphql',
    headers: [...Object.entries(own), ['accept', 'text/html']],
  });
  const body = JSON.stringify({ query: 'mutation { createKey { keyId } }' });
  const created = await post(kms, '/graphql', body, own);
  const metrics = await rawRequest(kms.url, {
    path: '/metrics',
    headers: [['authorization', `Bearer ${settings.KEYWRIGHT_METRICS_TOKEN}`]],
  });
  const signedOut = await post(kms, '/sign-out', '', own);
  const replies = { staying, usedTwice, page, created, metrics, signedOut };
  return Object.entries(replies).map(([name, { status }]) => [name, String(status)]);
}
