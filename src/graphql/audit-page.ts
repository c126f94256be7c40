import { InvalidParameterError } from '#domain/errors.ts';
import type { AuditOrder } from '#operations/common/audit-query.ts';
import {
  type AuditPage,
  type AuditPart,
  isAuditPlace,
} from '#store/read/audit/find-audit-events.ts';
import { DEFAULT_PAGE, MAX_PAGE_ITEMS } from './paging.ts';

interface AuditPageArgs {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly orderBy: AuditOrder;
}

const KINDS = { NEWEST_FIRST: 'newest', OLDEST_FIRST: 'oldest' } as const;

const toCursor = (orderBy: AuditOrder, place: string): string =>
  Buffer.from(`${KINDS[orderBy]}:${place}`).toString('base64url');

/** The part of the list that a page shows. @throws InvalidParameterError */
function partOf({ first, after, orderBy }: AuditPageArgs): AuditPart {
  if (first != null && (first < 1 || first > MAX_PAGE_ITEMS))
    throw new InvalidParameterError('first', `Ask for 1 to ${MAX_PAGE_ITEMS}.`);
  const part = { isDescending: orderBy === 'NEWEST_FIRST', take: first ?? DEFAULT_PAGE };
  if (after == null) return part;
  const [kind, place = ''] = Buffer.from(after, 'base64url').toString().split(':');
  if (kind !== KINDS[orderBy] || !isAuditPlace(place))
    throw new InvalidParameterError(
      'after',
      'Use a cursor that this connection returned in the same order.',
    );
  return { ...part, after: place };
}

/**
 * A page of audit events. Its `endCursor` is the place up to which all rows were examined: where the work for the page was at
 * its limit, that is not the last event.
 * @throws InvalidParameterError
 */
export async function readAuditPage(
  args: AuditPageArgs,
  find: (part: AuditPart) => Promise<AuditPage>,
) {
  const { rows, next } = await find(partOf(args));
  const edges = rows.map((node) => ({ node, cursor: toCursor(args.orderBy, node.id) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: next !== null,
      hasPreviousPage: false,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: next === null ? (edges.at(-1)?.cursor ?? null) : toCursor(args.orderBy, next),
    },
  };
}
