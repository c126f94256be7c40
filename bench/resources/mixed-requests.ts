import { askGraphql } from '../load/ask-graphql.ts';
import { graphqlRequests, inTurn, type Requests, rpcRequests } from '../load/requests.ts';
import { PLAINTEXT } from '../scenarios.ts';
import { accessKey, type BenchSetup } from '../setups.ts';

const PAGE = 100;

/** Requests as a service with many keys gets them. Most come by RPC. One of a hundred is a page of a list. */
export async function mixedRequests(
  url: string,
  { realKeyIds, middleKeyId }: BenchSetup,
): Promise<Requests> {
  const anyKey = () => String(realKeyIds[Math.floor(Math.random() * realKeyIds.length)]);
  const input = { keyId: anyKey(), plaintext: PLAINTEXT };
  const encryptDocument =
    'mutation($input: EncryptInput!) { answer: encrypt(input: $input) { ciphertextBlob } }';
  const { ciphertextBlob = '' } = await askGraphql(url, accessKey, encryptDocument, { input });
  const encrypt = rpcRequests(accessKey, 'Encrypt', () => ({
    KeyId: anyKey(),
    Plaintext: PLAINTEXT,
  }));
  const decrypt = rpcRequests(accessKey, 'Decrypt', { CiphertextBlob: ciphertextBlob });
  const encryptByGraphql = graphqlRequests(accessKey, encryptDocument, { input });
  const decryptByGraphql = graphqlRequests(
    accessKey,
    'mutation($input: DecryptInput!) { answer: decrypt(input: $input) { plaintext } }',
    { input: { ciphertextBlob } },
  );
  const after = Buffer.from(`key:${middleKeyId}`).toString('base64url');
  const page = graphqlRequests(
    accessKey,
    `{ keys(first: ${PAGE}, after: "${after}") { edges { node { keyId } } } }`,
  );
  const describeKey = rpcRequests(accessKey, 'DescribeKey', () => ({ KeyId: anyKey() }));
  const reads = inTurn([describeKey, ...Array.from({ length: 8 }, () => describeKey), page]);
  const createKey = rpcRequests(accessKey, 'CreateKey');
  return inTurn([
    encrypt,
    decrypt,
    encryptByGraphql,
    encrypt,
    decryptByGraphql,
    decrypt,
    encrypt,
    reads,
    encryptByGraphql,
    createKey,
  ]);
}
