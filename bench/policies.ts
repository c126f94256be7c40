// npm run bench:policies [-- seconds]: compares a user with 20 attached policies of 2 KB to a user with one that allows
// everything, on both databases. Both are measured in turn. Compare only the ratios of one run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alternateSeconds, openSide } from './alternate.ts';
import { comparisonTable } from './comparison-table.ts';
import { type BenchDatabases, DATABASE_NAMES, openDatabases } from './databases.ts';
import { askGraphql } from './load/ask-graphql.ts';
import { type AccessKey, rpcRequests } from './load/requests.ts';
import { pinSelf } from './pinning.ts';
import { accessKey, openServer } from './setups.ts';
import { atLeast } from './target.ts';

const seconds = Number(process.argv[2] ?? 9);
const POLICIES = 20;
const POLICY_CHARACTERS = 2_048;
const TARGET = atLeast(0.9);
const folder = mkdtempSync(join(tmpdir(), 'keywright-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

const documentOf = (statements: readonly object[]): string =>
  JSON.stringify({ Version: '1', Statement: statements });
const EVERYTHING = documentOf([{ Effect: 'Allow', Action: '*', Resource: '*' }]);

/** A policy of 2 KB about other keys: all of it has to be looked at. */
function largePolicy(number: number): string {
  const resources: string[] = [];
  const text = () =>
    documentOf([
      { Effect: 'Deny', Action: 'kms:*', Resource: resources },
      { Effect: 'Allow', Action: 'kms:*', Resource: '*' },
    ]);
  while (resources.length === 0 || text().length < POLICY_CHARACTERS - 60)
    resources.push(`acs:kms:*:*:key/${number}-${resources.length}-*-reserved`);
  return text();
}

async function makeUser(
  url: string,
  userName: string,
  documents: readonly string[],
): Promise<AccessKey> {
  const run = (mutation: string, input: object) => askGraphql(url, accessKey, mutation, { input });
  await run('mutation($input: CreateUserInput!) { answer: createUser(input: $input) { id } }', {
    userName,
  });
  for (const [index, policyDocument] of documents.entries()) {
    const policyName = `${userName}-${index}`;
    await run(
      'mutation($input: CreatePolicyInput!) { answer: createPolicy(input: $input) { policyName } }',
      { policyName, policyDocument },
    );
    await run(
      'mutation($input: UserPolicyInput!) { answer: attachPolicyToUser(input: $input) { __typename } }',
      { policyType: 'Custom', policyName, userName },
    );
  }
  const { id = '', secret = '' } = await run(
    'mutation($input: CreateAccessKeyInput!) { answer: createAccessKey(input: $input) { secret: accessKeySecret accessKey { accessKeyId } } }',
    { userName },
  ).then((answer) => ({
    secret: answer.secret,
    id: (answer.accessKey as unknown as { accessKeyId: string }).accessKeyId,
  }));
  return { id, secret };
}

async function measureAll(databases: BenchDatabases): Promise<void> {
  const dataDir = join(folder, databases.name);
  await using server = await openServer(databases, 'policies', dataDir);
  const { url } = server;
  console.log(`\n${databases.name}`);
  const { keyId = '' } = await askGraphql(
    url,
    accessKey,
    'mutation { answer: createKey { keyId } }',
  );
  const one = await makeUser(url, 'one', [EVERYTHING]);
  const many = await makeUser(
    url,
    'many',
    Array.from({ length: POLICIES }, (_, index) => largePolicy(index)),
  );
  const table = comparisonTable('one', String(POLICIES));
  const requests = {
    DescribeKey: (as: AccessKey) => rpcRequests(as, 'DescribeKey', { KeyId: keyId }),
    Encrypt: (as: AccessKey) => rpcRequests(as, 'Encrypt', { KeyId: keyId, Plaintext: 'x' }),
  };
  for (const [name, of] of Object.entries(requests)) {
    using few = await openSide(server, of(one));
    using all = await openSide(server, of(many));
    const [fewSlices = [], allSlices = []] = await alternateSeconds([few, all], seconds);
    table.rates(name, fewSlices, allSlices, TARGET);
  }
}

pinSelf('load');
for (const name of DATABASE_NAMES) {
  await using databases = await openDatabases(name);
  await measureAll(databases);
}
