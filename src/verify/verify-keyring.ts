import { setImmediate as turn } from 'node:timers/promises';
import type { Progress } from '#domain/progress.ts';
import type { Keyring } from '#keyring/keyring.ts';
import type { Reader } from '#store/store.ts';
import { type Check, checkAccessKeys, checkKeys, checkVersions } from './checks.ts';
import { addCheckResult, type Findings, NO_FINDINGS, type CheckResult } from './findings.ts';

export interface VerifyKeyringOptions {
  /** The one root key that has to open everything; absent: each row's own. */
  readonly under?: string;
  readonly progress?: Progress;
}

/**
 * Opens every key version and every access key, uses every key once, and looks whether a key lacks what it should
 * have. Reads a page at a time, so a database of any size will do, and may be in use.
 */
export async function verifyKeyring(
  db: Reader,
  keyring: Keyring,
  options: VerifyKeyringOptions = {},
): Promise<Findings> {
  const { under, progress = () => {} } = options;
  const passes = [
    passOver(checkKeys(db)),
    passOver(checkVersions(db, keyring, under)),
    passOver(checkAccessKeys(db, keyring, under)),
  ];
  const total = (await Promise.all(passes.map(({ count }) => count()))).reduce(
    (sum, rows) => sum + rows,
    0,
  );
  let done = 0;
  let findings = NO_FINDINGS;
  for (const { pages } of passes)
    for await (const { rows, verdicts } of pages) {
      findings = verdicts.reduce(addCheckResult, findings);
      done += rows;
      progress(Math.min(done, total), total); // rows may have come since they were counted
    }
  return findings;
}

const passOver = <Row extends { id: string }>(check: Check<Row>) => ({
  count: check.count,
  pages: verdictsBy(check),
});

async function* verdictsBy<Row extends { id: string }>({ read, examine }: Check<Row>) {
  let rows = await read({ gt: '' });
  while (rows.length > 0) {
    yield { rows: rows.length, verdicts: await recheck({ read, examine }, await examine(rows)) };
    await turn(); // reads of SQLite do not turn the event loop by themselves: signals, and a server's requests, would wait for the end
    rows = await read({ gt: rows.at(-1)?.id ?? '' });
  }
}

/** A row may change, or go, between two reads; what is wrong with it is still so at a second look. */
async function recheck<Row>(
  { read, examine }: Pick<Check<Row>, 'read' | 'examine'>,
  verdicts: readonly CheckResult[],
): Promise<CheckResult[]> {
  const doubtful = verdicts.filter(({ problem }) => problem).map(({ rowId }) => rowId);
  if (doubtful.length === 0) return [...verdicts];
  return [
    ...verdicts.filter(({ problem }) => !problem),
    ...(await examine(await read({ in: doubtful }))),
  ];
}
