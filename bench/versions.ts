// npm run bench:versions [-- seconds [versions]]: compares a key with 10,000 versions to a key with one, on both
// databases.
// Both are measured in turn. Compare only the ratios of one run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alternateSeconds, openSide } from './alternate.ts';
import { comparisonTable } from './comparison-table.ts';
import { type BenchDatabases, DATABASE_NAMES, openDatabases } from './databases.ts';
import { askGraphql } from './load/ask-graphql.ts';
import { type Requests, rpcRequests } from './load/requests.ts';
import { pinSelf } from './pinning.ts';
import { accessKey, openServer } from './setups.ts';

const seconds = Number(process.argv[2] ?? 3);
const versions = Number(process.argv[3] ?? 10_000);
/** Maximum number of mutations in one document. */
const PER_DOCUMENT = 100;
const folder = mkdtempSync(join(tmpdir(), 'keywright-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
const plaintext = Buffer.alloc(32).toString('base64');

interface Subject {
  readonly keyId: string;
  /** Blobs encrypted with some of the versions, oldest first. */
  readonly blobs: readonly string[];
}

const seal = async (url: string, keyId: string): Promise<string> =>
  String(
    (
      await askGraphql(
        url,
        accessKey,
        'mutation($input: EncryptInput!) { answer: encrypt(input: $input) { ciphertextBlob } }',
        {
          input: { keyId, plaintext },
        },
      )
    ).ciphertextBlob,
  );

/** Creates a key with a number of versions, and a blob with the first, the last and every hundredth version. */
async function makeKey(url: string, count: number): Promise<Subject> {
  const { keyId = '' } = await askGraphql(
    url,
    accessKey,
    'mutation { answer: createKey { keyId } }',
  );
  const blobs = [await seal(url, keyId)];
  for (let made = 1; made < count; ) {
    const more = Math.min(PER_DOCUMENT, count - made);
    const fields = Array.from(
      { length: more },
      (_, index) => `v${index}: createKeyVersion(input: $input) { keyVersionId }`,
    );
    await askGraphql(
      url,
      accessKey,
      `mutation($input: CreateKeyVersionInput!) { ${fields.join(' ')} }`,
      { input: { keyId } },
    );
    made += more;
    blobs.push(await seal(url, keyId));
    if (process.stdout.isTTY) process.stdout.write(`\r  ${made.toLocaleString('en')} versions`);
  }
  if (process.stdout.isTTY) process.stdout.write('\r');
  return { keyId, blobs };
}

const anyOf = <T>(values: readonly T[]): T =>
  values[Math.floor(Math.random() * values.length)] as T;
const decrypt = (blobs: readonly string[]): Requests =>
  rpcRequests(accessKey, 'Decrypt', () => ({ CiphertextBlob: anyOf(blobs) }));

async function measureAll(databases: BenchDatabases): Promise<void> {
  console.log(
    `\nCreating a key with ${versions.toLocaleString('en')} versions on ${databases.name}…`,
  );
  await using server = await openServer(databases, 'versions', join(folder, databases.name));
  const { url } = server;
  const one = await makeKey(url, 1);
  const many = await makeKey(url, versions);
  const scenarios: readonly [string, (subject: Subject) => Requests][] = [
    ['Decrypt, the oldest version', ({ blobs }) => decrypt(blobs.slice(0, 1))],
    ['Decrypt, the newest version', ({ blobs }) => decrypt(blobs.slice(-1))],
    [`Decrypt, any of ${many.blobs.length} versions`, ({ blobs }) => decrypt(blobs)],
    [
      'Encrypt',
      ({ keyId }) => rpcRequests(accessKey, 'Encrypt', { KeyId: keyId, Plaintext: plaintext }),
    ],
    ['DescribeKey', ({ keyId }) => rpcRequests(accessKey, 'DescribeKey', { KeyId: keyId })],
    [
      'ListKeyVersions, page 1',
      ({ keyId }) => rpcRequests(accessKey, 'ListKeyVersions', { KeyId: keyId }),
    ],
  ];
  const table = comparisonTable('one', 'many');
  for (const [name, requests] of scenarios) {
    using fewSide = await openSide(server, requests(one));
    using manySide = await openSide(server, requests(many));
    const [few = [], more = []] = await alternateSeconds([fewSide, manySide], seconds);
    table.rates(name, few, more);
  }
}

pinSelf('load');
for (const name of DATABASE_NAMES) {
  await using databases = await openDatabases(name);
  await measureAll(databases);
}
