// npm run bench:audit [-- rows [rounds [sqlite | postgresql]]]: pages of audit events with 10,000,000 rows, compared with
// 10,000, on both databases. With 10,000,000 rows SQLite needs 8 GB in the folder for temporary files.
// Each page is measured in turn on both; its ratio is to the one with 10,000 rows. Compare only the ratios of one run.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '#config/config.ts';
import { idPrefixAt } from '#domain/id-time.ts';
import { BLOCK_SIZES, cutAuditBlocks } from '#jobs/audit-blocks.ts';
import { attachStore } from '#store/open-store.ts';
import { alternateSeconds, openSide, rateRatio } from './alternate.ts';
import { type BenchDatabases, DATABASE_NAMES, openDatabases } from './databases.ts';
import { AUDIT_VALUES, fillAudit, STEP_MILLISECONDS } from './fill-audit.ts';
import { askGraphql } from './load/ask-graphql.ts';
import { rpcRequests } from './load/requests.ts';
import { median } from './load/run.ts';
import { accessKey, startMain } from './setups.ts';

const FEW = 10_000;
const rows = Number(process.argv[2] ?? 10_000_000);
const rounds = Number(process.argv[3] ?? 30);
const only = process.argv[4];
const LOAD_SECONDS = 10;
const folder = mkdtempSync(join(tmpdir(), 'keywright-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

const show = (text: string) => {
  if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${text}`);
};

/** A server with so many audit rows, all of them in blocks. */
async function openAudit(databases: BenchDatabases, count: number) {
  const name = `audit_${count}`;
  const dataDir = join(folder, `${databases.name}-${count}`);
  mkdirSync(dataDir);
  const { settings } = await databases.open(name, dataDir);
  await using opening = new AsyncDisposableStack();
  const server = opening.use(await startMain(settings, dataDir));
  const url = String(settings.DATABASE_URL);
  const filled = await fillAudit(url, count, (done) => show(`  ${done.toLocaleString('en')} rows`));
  const started = performance.now();
  const config = readConfig({ KEYWRIGHT_DATA_DIR: dataDir, ...settings });
  await using store = await attachStore({ ...config, report: console.error });
  const end = idPrefixAt(new Date(filled.start + (count + 1) * STEP_MILLISECONDS));
  for (let blocks = 0, before = -1; blocks !== before; ) {
    await cutAuditBlocks(store, end, BLOCK_SIZES);
    before = blocks;
    blocks = await store.db.auditBlock.count();
    show(`  ${blocks.toLocaleString('en')} blocks`);
  }
  const seconds = (performance.now() - started) / 1_000;
  show('');
  console.log(
    `  ${count.toLocaleString('en')} rows were cut into blocks: ${Math.round(count / seconds).toLocaleString('en')} rows/s`,
  );
  const opened = opening.move();
  return { ...filled, count, server, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

type Audit = Awaited<ReturnType<typeof openAudit>>;

const QUERY = `query ($filter: AuditEventFilter, $orderBy: AuditOrder!) {
  answer: auditEvents(first: 20, filter: $filter, orderBy: $orderBy) {
    pageInfo { hasNextPage endCursor }
    edges { node { eventId time operation outcome principal address keyId } }
  }
}`;

/** The first page: how long it takes, and how many events it has. */
async function ask(url: string, variables: object): Promise<{ ms: number; events: number }> {
  const started = performance.now();
  const page = await askGraphql(url, accessKey, QUERY, variables);
  return { ms: performance.now() - started, events: page.edges?.length ?? 0 };
}

/** An hour in the middle of all rows. */
const middle = ({ start, count }: Audit) => {
  const from = start + Math.floor(count / 2) * STEP_MILLISECONDS;
  return { from: new Date(from).toISOString(), to: new Date(from + 3_600_000).toISOString() };
};

const principalOf = ({ accountId }: Audit): string =>
  `acs:ram::${accountId}:user/${AUDIT_VALUES.principal}`;

const FILTERS: readonly [name: string, filterOf: (audit: Audit) => object][] = [
  ['no filter', () => ({})],
  ['principal', (audit) => ({ principal: principalOf(audit) })],
  ['credential', () => ({ credentialId: AUDIT_VALUES.credential })],
  ['key', () => ({ keyId: AUDIT_VALUES.key })],
  ['operation', () => ({ operation: AUDIT_VALUES.operation })],
  ['outcome', () => ({ outcome: AUDIT_VALUES.outcome })],
  ['any error', () => ({ outcome: 'Failed' })],
  ['address', () => ({ address: AUDIT_VALUES.address })],
  ['an address that 20 rows have', () => ({ address: AUDIT_VALUES.rareAddress })],
  ['an address that no row has', () => ({ address: '203.0.113.9' })],
  [
    'operation and principal',
    (audit) => ({ operation: AUDIT_VALUES.operation, principal: principalOf(audit) }),
  ],
  [
    'two values that no row has together',
    () => ({ operation: AUDIT_VALUES.seldomOperation, address: AUDIT_VALUES.address }),
  ],
  ['an hour in the middle', middle],
  ['an hour in the middle, and key', (audit) => ({ ...middle(audit), keyId: AUDIT_VALUES.key })],
];

const row = (name: string, few: { ms: number; events: number }, many: typeof few): string =>
  `  ${name.padEnd(52)}${many.ms.toFixed(1).padStart(8)} ms  ${String(many.events).padStart(3)} events   costs ${(many.ms / few.ms).toFixed(2)} of ${few.ms.toFixed(1)} ms, ${few.events} events`;

async function measurePages(few: Audit, many: Audit): Promise<void> {
  for (const [name, filterOf] of FILTERS)
    for (const orderBy of ['NEWEST_FIRST', 'OLDEST_FIRST']) {
      const times = { few: [] as number[], many: [] as number[] };
      const events = { few: 0, many: 0 };
      for (let round = -3; round < rounds; round += 1)
        for (const [which, audit] of [
          ['few', few],
          ['many', many],
        ] as const) {
          const answer = await ask(audit.server.url, { filter: filterOf(audit), orderBy });
          if (round >= 0) times[which].push(answer.ms); // the first rounds warm up
          events[which] = answer.events;
        }
      const stats = (which: 'few' | 'many') => ({
        ms: median(times[which]),
        events: events[which],
      });
      console.log(row(`${name}, ${orderBy.toLowerCase()}`, stats('few'), stats('many')));
    }
}

async function measureUses(few: Audit, many: Audit): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const sides = [];
  for (const { server } of [few, many]) {
    const { keyId = '' } = await askGraphql(
      server.url,
      accessKey,
      'mutation { answer: createKey { keyId } }',
    );
    const requests = rpcRequests(accessKey, 'Encrypt', { KeyId: keyId, Plaintext: 'x' });
    sides.push(stack.use(await openSide(server, requests)));
  }
  const [one = [], other = []] = await alternateSeconds(sides, LOAD_SECONDS);
  const { value, low, high } = rateRatio(other, one);
  console.log(
    `  ${'Encrypt by RPC'.padEnd(52)}${value.toFixed(2)} of the calls per second (${low.toFixed(2)} to ${high.toFixed(2)})`,
  );
}

async function measureAll(databases: BenchDatabases): Promise<void> {
  console.log(`\n${databases.name}`);
  await using few = await openAudit(databases, FEW);
  await using many = await openAudit(databases, rows);
  await measurePages(few, many);
  await measureUses(few, many);
}

for (const name of DATABASE_NAMES)
  if (only === undefined || name.toLowerCase() === only) {
    await using databases = await openDatabases(name);
    await measureAll(databases);
  }
