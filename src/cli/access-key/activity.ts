import { findEvents, moreText, viewEvent } from '../audit/list.ts';
import type { Report, Session } from '../command/program.ts';
import { formatTable } from '../command/table.ts';
import type { AccessKeyOptions } from './owner.ts';

/** What `activity` accepts: at most `limit` rows. */
export interface ActivityOptions extends AccessKeyOptions {
  readonly limit: number;
}

/** `activity <id>`: the audit rows of an access key, the newest first. The access key may be deleted. */
export async function activity(
  { call, options: { limit } }: Session<ActivityOptions>,
  id: string,
): Promise<Report> {
  const { rows, isTruncated } = await findEvents(call, { credentialId: id }, limit);
  return {
    json: { events: rows.map(viewEvent), isTruncated },
    text:
      rows.length === 0
        ? `No use and no change by the access key ${id} in this account.`
        : formatTable(
            ['TIME', 'OPERATION', 'OUTCOME', 'KEY', 'REQUEST ID'],
            rows.map(({ createdAt, operation, outcome, keyId, requestId }) => [
              createdAt,
              operation,
              outcome,
              keyId,
              requestId,
            ]),
          ) + moreText(isTruncated, limit),
  };
}
