import type { EventFragment } from '../../generated/documents/console/graphql.ts';

/** Events that the page keeps while new ones arrive. */
export const MAX_LIVE_EVENTS = 500;

/** Those events that are not among others: a stream, a search and the page may have the same ones. */
export function without(
  events: readonly EventFragment[],
  others: readonly EventFragment[],
): EventFragment[] {
  const known = new Set(others.map(({ eventId }) => eventId));
  return events.filter(({ eventId }) => !known.has(eventId));
}

/** Events of several lists, each once, newest first: their ids sort like their times. */
export function newest(...lists: readonly (readonly EventFragment[])[]): EventFragment[] {
  const byId = new Map(lists.flat().map((event) => [event.eventId, event]));
  return [...byId.values()]
    .toSorted((one, other) => (one.eventId < other.eventId ? 1 : -1))
    .slice(0, MAX_LIVE_EVENTS);
}
