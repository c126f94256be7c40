import {
  type AuditEventFilter,
  AuditEventsDocument,
  type EventFragment,
} from '../../generated/documents/console/graphql.ts';
import { uncachedClient } from '../api/client.ts';
import { type Failure, toFailure } from '../api/failure.ts';

/** A page of events. It can be short or empty although there are more. */
export interface EventPage {
  readonly events: readonly EventFragment[];
  /** Where the next page begins; undefined at the end. */
  readonly after: string | undefined;
}

/**
 * Reads one page, newest first. Nothing is cached: events never change, and there can be very many.
 * @param first 1 to 100
 */
export async function readEvents(
  filter: AuditEventFilter,
  first: number,
  after: string | undefined,
): Promise<EventPage | Failure> {
  const { data, error } = await uncachedClient
    .query(AuditEventsDocument, { filter, first, after: after ?? null })
    .toPromise();
  if (!data?.auditEvents) return toFailure(error) ?? { code: 'InternalFailure', message: '' };
  const { edges, pageInfo } = data.auditEvents;
  return {
    events: edges.map(({ node }) => node),
    after: pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  };
}
