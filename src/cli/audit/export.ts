import { resolve } from 'node:path';
import { toSecond } from '#domain/time.ts';
import { updateRow } from '#store/commit/write-set.ts';
import { findAuditEvents } from '#store/read/audit/find-audit-events.ts';
import { settledBefore } from '#store/read/audit/settled.ts';
import { TABLES } from '#store/tables.ts';
import { auditEventId, auditedCaller, insertEvent } from '#store/writes/audit-event.ts';
import type { CommonOptions, Session } from '../command/program.ts';
import { asCalledHere } from '../command-text.ts';
import { ProgressLine } from '../progress-line.ts';
import { exportedLine } from './action-trail.ts';
import { type ExportTarget, openExportFile, standardOutput } from './export-file.ts';

/** What `export` accepts. */
export interface ExportOptions extends CommonOptions {
  readonly from?: Date;
  readonly to?: Date;
  readonly after?: string;
}

type ExportSession = Session<ExportOptions>;

/** Rows in memory. */
const PAGE_ROWS = 1_000;
/** What a shell shows for a program that SIGPIPE has ended. */
const READER_GONE = 141;

interface Exported {
  readonly count: number;
  readonly lastEventId: string | undefined;
  /** The reader has not gone before the end. */
  readonly isComplete: boolean;
}

/** `export [file]`: audit events as JSON Lines in ActionTrail's vocabulary, the oldest first. The memory does not grow with them. */
export async function exportEvents(session: ExportSession, file?: string): Promise<undefined> {
  const { accountId } = session.call.principal;
  const path = file && resolve(process.env.INIT_CWD ?? '', file);
  const line = new ProgressLine();
  using target = path ? openExportFile(path, accountId) : standardOutput();
  const after = latest(target.lastEventId, session.options.after);
  const recordEnd = await recordBegin(session, after);
  const exported = await copyEvents(session, target, after, line);
  await recordEnd(exported);
  if (exported.isComplete) line.say(asCalledHere(summaryOf(exported, file, session)));
  else process.exitCode = READER_GONE;
  line.clear();
}

async function copyEvents(
  { call, config, options }: ExportSession,
  target: ExportTarget,
  first: string | undefined,
  line: ProgressLine,
): Promise<Exported> {
  const { backgroundDb, region, clock } = call.services;
  // A row that is committed late would be missing in an export that is continued after it.
  const idBefore = settledBefore(clock(), config.maxClockSkewMilliseconds);
  const query = { from: options.from, to: options.to, idBefore };
  let lastEventId = first;
  let count = 0;
  for (let after = lastEventId; ; ) {
    const part = { after, isDescending: false, take: PAGE_ROWS };
    const { accountId } = call.principal;
    const { rows, next } = await findAuditEvents(backgroundDb, accountId, query, part);
    const isWritten = await written(
      target,
      rows.map((row) => `${exportedLine(row, region)}\n`),
    );
    if (!isWritten) return { count, lastEventId, isComplete: false };
    count += rows.length;
    const last = rows.at(-1);
    if (last) {
      lastEventId = last.id;
      line.show(`Exported ${count} events, to ${toSecond(last.createdAt)}.`);
    }
    if (next === null) return { count, lastEventId, isComplete: true };
    after = next;
  }
}

const latest = (a: string | undefined, b: string | undefined): string | undefined =>
  [a, b]
    .filter((id) => id !== undefined)
    .toSorted()
    .at(-1);

/** Writes lines. @returns whether the reader is still there */
async function written({ write }: ExportTarget, lines: readonly string[]): Promise<boolean> {
  if (lines.length === 0) return true;
  try {
    await write(lines.join(''));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return false;
    throw error;
  }
}

/**
 * The export itself is audited, before the first line leaves: an export that is killed has a row too, which is not complete.
 * @returns adds to the row what was exported
 */
async function recordBegin(
  { call: { principal, requestId, services }, options: { from, to } }: ExportSession,
  after: string | undefined,
): Promise<(exported: Exported) => Promise<void>> {
  const createdAt = services.clock();
  const id = auditEventId(createdAt);
  const range = { from, to, after };
  const row = { ...auditedCaller(principal, undefined), id, requestId, createdAt };
  const begun = { ...range, isComplete: false };
  await services.commit([insertEvent('ExportAuditEvents', 'command', row, begun)]);
  return ({ count, isComplete }) => {
    const details = JSON.stringify({ ...range, count, isComplete });
    return services.commit([updateRow(TABLES.auditEvent, { id }, { details })]);
  };
}

function summaryOf(
  { count, lastEventId }: Exported,
  file: string | undefined,
  { options }: ExportSession,
): string {
  const events = count === 1 ? '1 event' : `${count} events`;
  const where = file === undefined ? lastEventId && `--after ${lastEventId}` : file;
  const account = options.account === undefined ? '' : ` --account ${options.account}`;
  const next = ['npm run audit -- export', where].filter(Boolean).join(' ') + account;
  return `Exported ${events}. Those of the last minutes are left out, because earlier ones can still be recorded. Continue with: ${next}`;
}
