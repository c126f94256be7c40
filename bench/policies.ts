// npm run bench:policies [-- seconds]: compares a user with 20 attached policies of 2 KB to a user with one that allows
// everything, on both databases.
// Each number is followed by its ratio to the one measured just before. Compare only the ratios within one run.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchDatabases, postgresqlDatabases, sqliteDatabases } from './databases.ts';
import {
  type AccessKey,
  askGraphql,
  CONNECTIONS,
  type LoadStats,
  load,
  rpcRequests,
} from './load.ts';
import { accessKey, openServer } from './setups.ts';

const seconds = Number(process.argv[2] ?? 3);
const ROUNDS = 3;
const POLICIES = 20;
const POLICY_CHARACTERS = 2_048;
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

const row = (name: string, { perSecond, p50, p99 }: LoadStats, other?: LoadStats): string =>
  `  ${name.padEnd(44)}${perSecond.toFixed(0).padStart(7)}/s   p50 ${String(p50).padStart(5)} ms   p99 ${String(p99).padStart(5)} ms${other ? `   costs ${(other.perSecond / perSecond).toFixed(2)} of one` : ''}`;

async function measureAll(databases: BenchDatabases): Promise<void> {
  await using server = await openServer(
    databases,
    `policies-${databases.name}`,
    join(folder, databases.name),
  );
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
  const requests = {
    DescribeKey: (as: AccessKey) => rpcRequests(as, 'DescribeKey', { KeyId: keyId }),
    Encrypt: (as: AccessKey) => rpcRequests(as, 'Encrypt', { KeyId: keyId, Plaintext: 'x' }),
  };
  for (const [name, of] of Object.entries(requests))
    for (let round = 1; round <= ROUNDS; round += 1) {
      const few = await load(url, of(one), seconds, CONNECTIONS);
      console.log(row(`${name}: one policy`, few));
      const all = await load(url, of(many), seconds, CONNECTIONS);
      console.log(row(`${name}: ${POLICIES} policies of 2 KB`, all, few));
    }
}

await measureAll(sqliteDatabases);
await using postgresql = await postgresqlDatabases();
await measureAll(postgresql);
