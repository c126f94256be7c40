import { listAuditEvents, MAX_AUDIT_EVENTS } from '#operations/audit/list-audit-events.ts';
import type { AuditRow } from '#operations/common/audit-query.ts';
import type { Call } from '#pipeline/call.ts';
import { perform } from '#pipeline/perform.ts';
import type { CommonOptions, Report, Session } from '../command/program.ts';
import { formatTable } from '../command/table.ts';
import { asCalledHere } from '../command-text.ts';
import { MAX_LIMIT } from './options.ts';

/** What `list` accepts. */
export interface ListOptions extends CommonOptions {
  readonly from?: Date;
  readonly to?: Date;
  readonly principal?: string;
  readonly credential?: string;
  readonly key?: string;
  readonly operation?: string;
  readonly outcome?: string;
  readonly address?: string;
  readonly limit: number;
}

type Filter = Omit<Parameters<typeof listAuditEvents.handler>[1], 'orderBy' | 'after' | 'first'>;

/** The newest events that match, at most so many, and whether there are more. */
export async function findEvents(
  call: Call,
  filter: Filter,
  limit: number,
): Promise<{ readonly rows: AuditRow[]; readonly isTruncated: boolean }> {
  const rows: AuditRow[] = [];
  for (let after: string | undefined; ; ) {
    const first = Math.min(limit - rows.length, MAX_AUDIT_EVENTS);
    const page = (await perform(listAuditEvents, call, { ...filter, after, first })).nodes;
    rows.push(...page.rows);
    if (page.next === null || rows.length === limit)
      return { rows, isTruncated: page.next !== null };
    after = page.next;
  }
}

/** A row for --json: its details are not JSON in JSON. */
export const viewEvent = ({ accountId: _account, details, ...row }: AuditRow) => ({
  ...row,
  details: JSON.parse(details) as unknown,
});

/** Says that a list is not complete, and how to see more. */
export function moreText(isTruncated: boolean, limit: number): string {
  if (!isTruncated) return '';
  const advice =
    limit < MAX_LIMIT
      ? `Add --limit ${Math.min(limit * 10, MAX_LIMIT)}.`
      : asCalledHere('Find earlier ones with: npm run audit -- list --to <time>');
  return `\nThere are more. ${advice}`;
}

/** `list`: audit events, the newest first. */
export async function list({ call, options }: Session<ListOptions>): Promise<Report> {
  const { limit, key: keyId, credential: credentialId, ...filter } = options;
  const { from, to, principal, operation, outcome, address } = filter;
  const { rows, isTruncated } = await findEvents(
    call,
    { keyId, credentialId, from, to, principal, operation, outcome, address },
    limit,
  );
  const table = formatTable(
    ['TIME', 'OPERATION', 'OUTCOME', 'PRINCIPAL', 'ADDRESS', 'KEY', 'EVENT ID'],
    rows.map((row) => [
      row.createdAt,
      row.operation,
      row.outcome,
      row.principal.replace(/^acs:ram::\d+:/, ''),
      row.address,
      row.keyId,
      row.id,
    ]),
  );
  return {
    json: { events: rows.map(viewEvent), isTruncated },
    text: rows.length === 0 ? 'No events.' : table + moreText(isTruncated, limit),
  };
}
