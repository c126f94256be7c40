import type { LiveEventsSubscriptionVariables } from '../../generated/documents/console/graphql.ts';

/** What of the live events a window can want. */
export type WantedKind = 'keyChanges' | 'auditEvents';

/** Wanted events: a kind and a filter, as JSON, so that equal ones are equal texts. */
export type Want = string;

type Filters = Pick<LiveEventsSubscriptionVariables, WantedKind>;

/** The most that one stream can carry (`liveEvents` in the schema). */
const MAX_WANTS = 50;

const toWant = (kind: WantedKind, filter: unknown): Want => JSON.stringify([kind, filter]);

/** The wants of the variables of a subscription. */
export const wantsOf = ({ keyChanges, auditEvents }: Filters): Want[] => [
  ...[keyChanges].flat().map((filter) => toWant('keyChanges', filter)),
  ...[auditEvents].flat().map((filter) => toWant('auditEvents', filter)),
];

/** The kind of a want. */
export const kindOf = (want: Want): WantedKind => JSON.parse(want)[0];

/** The variables of one subscription for all these wants. */
export function filtersOf(wants: readonly Want[]): Filters {
  const parsed = wants.map((want) => JSON.parse(want));
  const ofKind = (wanted: WantedKind) =>
    parsed.flatMap(([kind, filter]) => (kind === wanted ? [filter] : []));
  return { keyChanges: ofKind('keyChanges'), auditEvents: ofKind('auditEvents') };
}

/** All wants, each once, always in the same order: changes of keys, which every window wants, first. */
export const allWants = (lists: Iterable<readonly Want[]>): Want[] =>
  [...new Set([...lists].flat())].sort((one, other) => (one < other ? 1 : -1)).slice(0, MAX_WANTS);
