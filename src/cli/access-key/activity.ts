import { InvalidArgumentError } from 'commander';
import type { Report, Session } from '../command/program.ts';
import { formatTable } from '../command/table.ts';
import type { AccessKeyOptions } from './owner.ts';

/** What `activity` accepts: at most `limit` rows. */
export interface ActivityOptions extends AccessKeyOptions {
  readonly limit: number;
}

const MAX_LIMIT = 100_000;

/** How many rows to print. @throws InvalidArgumentError */
export function readLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new InvalidArgumentError(`Give a number from 1 to ${MAX_LIMIT}.`);
}

/** `activity <id>`: the audit rows of an access key, the newest first. The access key may be deleted. */
export async function activity(
  { call, options }: Session<ActivityOptions>,
  id: string,
): Promise<Report> {
  const { limit: take } = options;
  const rows = await call.services.db.auditEvent.findMany({
    where: { accountId: call.principal.accountId, accessKeyId: id },
    orderBy: { id: 'desc' },
    take: take + 1,
  });
  const events = rows.slice(0, take).map(({ accountId: _account, details, ...row }) => ({
    ...row,
    details: JSON.parse(details) as unknown,
  }));
  const more = rows.length > take ? `\nThere are more. Add --limit ${take * 10}.` : '';
  return {
    json: { events, isTruncated: rows.length > take },
    text:
      events.length === 0
        ? `No use and no change by the access key ${id} in this account.`
        : formatTable(
            ['TIME', 'OPERATION', 'OUTCOME', 'KEY', 'REQUEST ID'],
            events.map(({ createdAt, operation, outcome, keyId, requestId }) => [
              createdAt,
              operation,
              outcome,
              keyId,
              requestId,
            ]),
          ) + more,
  };
}
