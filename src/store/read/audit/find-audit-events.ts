import { ServiceUnavailableError } from '#domain/errors.ts';
import { idPrefixAt } from '#domain/id-time.ts';
import type { AuditEvent } from '#generated/sqlite/client.ts';
import type { BackgroundReader } from '../../store.ts';
import { type AuditFilter, conditionsIn, matchesFilter } from './facets.ts';
import { AUDIT_LIMITS, type AuditLimits, BlocksChangedError, spansOf } from './spans.ts';

/** Which audit rows a search finds. Everything that is given must hold. */
export interface AuditQuery extends AuditFilter {
  /** At this time or later. */
  readonly from?: Date | undefined;
  /** Earlier than this. */
  readonly to?: Date | undefined;
  /** Only rows with smaller ids (store/read/audit/settled.ts). */
  readonly idBefore?: string | undefined;
}

/** A part of the rows that are found. */
export interface AuditPart {
  /** The place after which it begins: `next` of the part before, or the id of a row. */
  readonly after?: string | undefined;
  /** The newest first. */
  readonly isDescending: boolean;
  /** Most rows. */
  readonly take: number;
}

/** Rows that were found. A part can be short, or empty, although more rows follow. */
export interface AuditPage {
  readonly rows: AuditEvent[];
  /** The place up to which all rows were examined. Null: there are no further rows. */
  readonly next: string | null;
}

/**
 * In rows of older releases: their ids were made at the commit, with the server's time, and `createdAt` when the operation
 * began. They differ by its duration, and in rows of jobs, which use the database's time, by the difference of the clocks (300
 * seconds at most). All other ids have the time of `createdAt`.
 */
const SLACK_MILLISECONDS = 600_000;
/** Greater than all ids. */
const END = '~';
const ATTEMPTS = 3;

/** Whether a text is a place in the order of audit rows, as `next` gives it. */
export const isAuditPlace = (text: string): boolean => /^[0-9a-f-]{36}~?$/.test(text);

/** Whether a row is one that a search would find. */
export const matchesQuery = (row: AuditEvent, { from, to, ...filter }: AuditQuery): boolean =>
  (!from || row.createdAt >= from) && (!to || row.createdAt < to) && matchesFilter(row, filter);

/** Finds audit rows of an account, in the order of their ids. The work for one part is limited, also where nothing matches. */
export async function findAuditEvents(
  db: BackgroundReader,
  accountId: string,
  query: AuditQuery,
  part: AuditPart,
  limits: AuditLimits = AUDIT_LIMITS,
): Promise<AuditPage> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await search(db, accountId, query, part, limits);
    } catch (error) {
      if (!(error instanceof BlocksChangedError)) throw error; // else begin again with the blocks that are left
    }
  }
  throw new ServiceUnavailableError();
}

async function search(
  db: BackgroundReader,
  accountId: string,
  query: AuditQuery,
  part: AuditPart,
  limits: AuditLimits,
): Promise<AuditPage> {
  const { isDescending, take } = part;
  const matching = [{ accountId, ...createdIn(query) }, ...conditionsIn(query)];
  const found: AuditEvent[] = [];
  let examined = 0;
  const range = { accountId, isDescending, ...placesOf(query, part) };
  for await (const { ids, rows: size, end } of spansOf(db, range, query, limits)) {
    if (!ids) return { rows: found, next: end };
    found.push(
      ...(await db.auditEvent.findMany({
        where: { AND: [...matching, { id: ids }] },
        orderBy: { id: isDescending ? 'desc' : 'asc' },
        take: take + 1 - found.length,
      })),
    );
    const rows = found.slice(0, take);
    if (found.length > take) return { rows, next: rows.at(-1)?.id ?? null };
    examined += size;
    if (examined >= limits.rows) return { rows, next: end };
  }
  return { rows: found, next: null };
}

function createdIn({ from, to }: AuditQuery) {
  if (!from && !to) return {};
  return { createdAt: { ...(from && { gte: from }), ...(to && { lt: to }) } };
}

const shifted = (time: Date, milliseconds: number): string =>
  idPrefixAt(new Date(time.getTime() + milliseconds));

/** The range of ids in which the rows are. */
function placesOf({ from, to, idBefore = END }: AuditQuery, { after, isDescending }: AuditPart) {
  const earliest = from ? shifted(from, -SLACK_MILLISECONDS) : '';
  const latest = [to ? shifted(to, SLACK_MILLISECONDS) : END, idBefore].toSorted()[0] ?? END;
  if (after === undefined) return { after: earliest, before: latest };
  return isDescending
    ? { after: earliest, before: after < latest ? after : latest }
    : { after: after > earliest ? after : earliest, before: latest };
}
