import type { EventFragment } from '../../generated/documents/console/graphql.ts';

/** Events that the page keeps while new ones arrive. */
export const MAX_LIVE_EVENTS = 500;

/** Events of several lists, each once, newest first: their ids sort like their times. */
export function newest(...lists: readonly (readonly EventFragment[])[]): EventFragment[] {
  const byId = new Map(lists.flat().map((event) => [event.eventId, event]));
  return [...byId.values()]
    .toSorted((one, other) => (one.eventId < other.eventId ? 1 : -1))
    .slice(0, MAX_LIVE_EVENTS);
}
