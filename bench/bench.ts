// npm run bench [-- seconds]: calls per second and latency on both surfaces, compared with their floor (floor.ts).
// Server and load run on different cores if `taskset` is installed. Compare the ratios within one run: absolute numbers
// depend on the machine.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#store/sqlite/migrate.ts';
import {
  askGraphql,
  bareRequests,
  CONNECTIONS,
  graphqlRequests,
  type LoadStats,
  load,
  type Requests,
  rpcRequests,
} from './load.ts';
import { hasTaskset, pinned, pinSelf } from './pinning.ts';
import { nodeCommand, startServer } from './server-process.ts';

const seconds = Number(process.argv[2] ?? 5);
const plaintext = Buffer.alloc(32).toString('base64');
const accessKey = { id: 'bench', secret: 'a-secret-for-the-bench' };
const folder = mkdtempSync(join(tmpdir(), 'keywright-bench-'));
const template = join(folder, 'template.db');
const settings = {
  ...process.env,
  PORT: '0',
  KEYWRIGHT_DATA_DIR: join(folder, 'data'),
  KEYWRIGHT_LOG_LEVEL: 'warn',
  KEYWRIGHT_ACCESS_KEY_ID: accessKey.id,
  KEYWRIGHT_ACCESS_KEY_SECRET: accessKey.secret,
};

async function measure(
  script: string,
  args: readonly string[],
  requestsFor: (url: string) => Promise<Requests> | Requests,
): Promise<LoadStats> {
  await using server = await startServer(pinned('server', nodeCommand(script, ...args)), settings);
  return await load(server.url, await requestsFor(server.url), seconds);
}

const row = (name: string, { perSecond, p50, p99 }: LoadStats, floor: LoadStats): string =>
  `  ${name.padEnd(20)}${perSecond.toFixed(0).padStart(8)}/s   p50 ${String(p50).padStart(4)} ms   p99 ${String(p99).padStart(4)} ms   ${(perSecond / floor.perSecond).toFixed(2)} of its floor`;

/** Creates a key and encrypts with it. */
async function prepare(url: string): Promise<{ keyId: string; ciphertextBlob: string }> {
  const { keyId = '' } = await askGraphql(
    url,
    accessKey,
    'mutation { answer: createKey { keyId } }',
  );
  const { ciphertextBlob = '' } = await askGraphql(
    url,
    accessKey,
    'mutation($input: EncryptInput!) { answer: encrypt(input: $input) { ciphertextBlob } }',
    { input: { keyId, plaintext } },
  );
  return { keyId, ciphertextBlob };
}

/** Each operation as clients send it. */
const SCENARIOS: readonly {
  readonly work: string;
  readonly rpc: (key: { keyId: string; ciphertextBlob: string }) => Requests;
  readonly graphql: (key: { keyId: string; ciphertextBlob: string }) => Requests;
}[] = [
  {
    work: 'createKey',
    rpc: () => rpcRequests(accessKey, 'CreateKey'),
    graphql: () =>
      graphqlRequests(
        accessKey,
        'mutation($input: CreateKeyInput) { createKey(input: $input) { keyId arn keyState creationDate } }',
        {
          input: {},
        },
      ),
  },
  {
    work: 'encrypt',
    rpc: ({ keyId }) => rpcRequests(accessKey, 'Encrypt', { KeyId: keyId, Plaintext: plaintext }),
    graphql: ({ keyId }) =>
      graphqlRequests(
        accessKey,
        'mutation($input: EncryptInput!) { encrypt(input: $input) { keyVersionId ciphertextBlob } }',
        {
          input: { keyId, plaintext },
        },
      ),
  },
  {
    work: 'decrypt',
    rpc: ({ ciphertextBlob }) =>
      rpcRequests(accessKey, 'Decrypt', { CiphertextBlob: ciphertextBlob }),
    graphql: ({ ciphertextBlob }) =>
      graphqlRequests(
        accessKey,
        'mutation($input: DecryptInput!) { decrypt(input: $input) { keyId plaintext } }',
        {
          input: { ciphertextBlob },
        },
      ),
  },
  {
    work: 'generateDataKey',
    rpc: ({ keyId }) => rpcRequests(accessKey, 'GenerateDataKey', { KeyId: keyId }),
    graphql: ({ keyId }) =>
      graphqlRequests(
        accessKey,
        'mutation($input: GenerateDataKeyInput!) { generateDataKey(input: $input) { plaintext ciphertextBlob } }',
        { input: { keyId } },
      ),
  },
];

try {
  pinSelf('load');
  migrate(template);
  console.log(
    `${CONNECTIONS} connections, ${seconds} s each${hasTaskset ? ', server and load on a core each' : ''}`,
  );
  for (const { work, rpc, graphql } of SCENARIOS) {
    console.log(`\n${work}`);
    for (const [surface, requests, nonces] of [
      ['RPC', rpc, 'nonces'],
      ['GraphQL', graphql, ''],
    ] as const) {
      const floor = await measure(
        'floor.ts',
        [template, join(folder, `${work}-${surface}.db`), work, nonces],
        () => bareRequests,
      );
      console.log(row(nonces ? 'floor with nonces' : 'floor', floor, floor));
      console.log(
        row(
          `by ${surface}`,
          await measure('../src/main.ts', [], async (url) => requests(await prepare(url))),
          floor,
        ),
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
