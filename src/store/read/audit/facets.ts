import type { AuditEvent, Prisma } from '#generated/sqlite/client.ts';

/** Values that audit rows are searched by. A row can have several of one facet, such as the keys of ReEncrypt. */
export const FACETS = [
  'key',
  'principal',
  'credential',
  'operation',
  'outcome',
  'address',
] as const;
export type Facet = (typeof FACETS)[number];

/** What rows must have: each of the values that are given. */
export type AuditFilter = { readonly [F in Facet]?: string | undefined };

/** The value of the facet `outcome` for rows with any error. */
export const FAILED = 'Failed';

/** What of a row its values come from. */
export type Searched = Pick<
  AuditEvent,
  | 'keyId'
  | 'otherKeyIds'
  | 'details'
  | 'principal'
  | 'accessKeyId'
  | 'operation'
  | 'outcome'
  | 'address'
>;

/** The columns that the values of facets come from. */
export const SEARCHED_COLUMNS = {
  keyId: true,
  otherKeyIds: true,
  details: true,
  principal: true,
  accessKeyId: true,
  operation: true,
  outcome: true,
  address: true,
} as const satisfies { readonly [C in keyof Searched]: true };

interface Rule {
  /** The values of a row. */
  readonly valuesOf: (row: Searched) => readonly (string | null | undefined)[];
  /** The condition for the rows that have a value. */
  readonly matching: (value: string) => Prisma.AuditEventWhereInput;
}

const RULES: Readonly<Record<Facet, Rule>> = {
  key: {
    valuesOf: ({ keyId, otherKeyIds, details }) => [
      keyId,
      ...(otherKeyIds?.split(',') ?? []),
      secondKeyIn(details),
    ],
    matching: matchingKey,
  },
  principal: {
    valuesOf: ({ principal }) => [principal, roleOf(principal)],
    matching: (value) =>
      ROLE.test(value)
        ? // The sessions of a role: their ARNs begin with that of the role and `/`; `0` follows it in the order of texts.
          { OR: [{ principal: value }, { principal: { gt: `${value}/`, lt: `${value}0` } }] }
        : { principal: value },
  },
  credential: {
    valuesOf: ({ accessKeyId }) => [accessKeyId],
    matching: (accessKeyId) => ({ accessKeyId }),
  },
  operation: {
    valuesOf: ({ operation }) => [operation],
    matching: (operation) => ({ operation }),
  },
  outcome: {
    valuesOf: ({ outcome }) => [outcome, outcome === 'Done' ? null : FAILED],
    matching: (outcome) => (outcome === FAILED ? { NOT: { outcome: 'Done' } } : { outcome }),
  },
  address: {
    valuesOf: ({ address }) => [address],
    matching: (address) => ({ address }),
  },
};

const KEY_ID = /^[0-9a-f-]{36}$/;

function matchingKey(keyId: string): Prisma.AuditEventWhereInput {
  // `contains` is LIKE, in which other texts could have wildcards. No other text is the id of a key.
  if (!KEY_ID.test(keyId)) return { keyId };
  return {
    OR: [
      { keyId },
      { otherKeyIds: { contains: keyId } },
      { details: { contains: `"secondKeyId":"${keyId}"` } },
    ],
  };
}

/** The second key of ReEncrypt in rows of older releases. */
const secondKeyIn = (details: string): string | undefined =>
  /"secondKeyId":"([0-9a-f-]{36})"/.exec(details)?.[1];

const ROLE = /^acs:ram::\d+:role\/[^/]+$/;
const SESSION = /^(acs:ram::\d+:role\/[^/]+)\/./;

const roleOf = (principal: string): string | undefined => SESSION.exec(principal)?.[1];

/** What a row must have, or what a block has: `['operation', 'Encrypt']`. */
export type FacetValue = readonly [facet: Facet, value: string];

/** The values by which a row is found. */
export const facetValuesOf = (row: Searched): FacetValue[] =>
  FACETS.flatMap((facet) =>
    RULES[facet].valuesOf(row).flatMap((value): FacetValue[] => (value ? [[facet, value]] : [])),
  );

/** The values that a filter names. */
export const facetValuesIn = (filter: AuditFilter): FacetValue[] =>
  FACETS.flatMap((facet): FacetValue[] => {
    const value = filter[facet];
    return value === undefined ? [] : [[facet, value]];
  });

/** Whether a row has all values of a filter. */
export const matchesFilter = (row: Searched, filter: AuditFilter): boolean =>
  facetValuesIn(filter).every(([facet, value]) => RULES[facet].valuesOf(row).includes(value));

/** The condition for the rows of a filter, which holds in whatever block they are. */
export const conditionsIn = (filter: AuditFilter): Prisma.AuditEventWhereInput[] =>
  facetValuesIn(filter).map(([facet, value]) => RULES[facet].matching(value));
