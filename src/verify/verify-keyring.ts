import { setImmediate } from 'node:timers/promises';
import type { Progress } from '#domain/progress.ts';
import { sealedAccessKeys } from '#integrity/sealed/access-keys.ts';
import { SEALED_TABLES } from '#integrity/sealed/sealed-tables.ts';
import { haveMacs } from '#keyring/canary.ts';
import type { Keyring } from '#keyring/keyring.ts';
import type { Reader } from '#store/store.ts';
import type { Check } from './check.ts';
import { checkAccessKeys } from './check-access-keys.ts';
import { checkKeys, checkVersions } from './check-keys.ts';
import { checkMacs } from './check-macs.ts';
import { checkAttachments, checkPolicyVersions } from './check-orphans.ts';
import { addCheckResult, type CheckResult, type Findings, NO_FINDINGS } from './findings.ts';

/** Options of a verification. */
export interface VerifyKeyringOptions {
  /** The id of the root key that must open everything; absent: the one in each row. */
  readonly under?: string;
  readonly progress?: Progress;
}

/**
 * Opens every key version and every access key, uses every key version once, looks for keys without material, and checks
 * every MAC, if the database has MACs. Reads a page at a time, so the database can have any size, and can be in use.
 * @throws ServiceUnavailableError where the keyring does not have a row's root key, or the database does not answer
 */
export async function verifyKeyring(
  db: Reader,
  keyring: Keyring,
  options: VerifyKeyringOptions = {},
): Promise<Findings> {
  const { under, progress = () => {} } = options;
  const withMacs = haveMacs(keyring, await db.rootKey.findMany());
  const passes = [
    passOf(checkKeys(db)),
    passOf(checkVersions(db, keyring, under)),
    passOf(checkAccessKeys(db, keyring, { under, haveMacs: withMacs })),
    ...(withMacs ? integrityPasses(db, keyring) : []),
  ];
  const total = (await Promise.all(passes.map(({ count }) => count()))).reduce(
    (sum, rows) => sum + rows,
    0,
  );
  let done = 0;
  let findings = NO_FINDINGS;
  for (const { pages } of passes)
    for await (const { rows, results } of pages) {
      findings = results.reduce(addCheckResult, findings);
      done += rows;
      progress(Math.min(done, total), total); // rows can have been added since the count
    }
  return findings;
}

/** A MAC is checked under the root key in its row: while one row is under another, that root key cannot be retired. */
const integrityPasses = (db: Reader, keyring: Keyring) => [
  ...SEALED_TABLES.filter((table) => table !== sealedAccessKeys).map((table) =>
    passOf(checkMacs(db, keyring, table)),
  ),
  passOf(checkAttachments(db)),
  passOf(checkPolicyVersions(db)),
];

const passOf = <Row extends { id: string }>(check: Check<Row>) => ({
  count: check.count,
  pages: checkPages(check),
});

async function* checkPages<Row extends { id: string }>({ read, check }: Check<Row>) {
  let rows = await read({ after: '' });
  while (rows.length > 0) {
    yield { rows: rows.length, results: await recheck({ read, check }, await check(rows)) };
    // reads of SQLite are synchronous: without this, signals and requests would wait until the end
    await setImmediate();
    rows = await read({ after: rows.at(-1)?.id ?? '' });
  }
}

/** Checks rows with a problem again: a row can change or be deleted between two reads, but a real problem stays. */
async function recheck<Row>(
  { read, check }: Pick<Check<Row>, 'read' | 'check'>,
  results: readonly CheckResult[],
): Promise<CheckResult[]> {
  const withProblem = results.filter(({ problem }) => problem).map(({ rowId }) => rowId);
  if (withProblem.length === 0) return [...results];
  return [
    ...results.filter(({ problem }) => !problem),
    ...(await check(await read({ ids: withProblem }))),
  ];
}
