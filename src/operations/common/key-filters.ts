import { z } from 'zod';
import { InvalidParameterError } from '#domain/errors.ts';
import {
  CREATOR_TYPES,
  KEY_ORIGINS,
  KEY_SPEC_NAMES,
  KEY_USAGES,
  PROTECTION_LEVELS,
} from '#domain/key-spec.ts';
import { KEY_STATES } from '#domain/key-state.ts';
import { MAX_SEARCH_TERMS, termsOf } from '#domain/search-words.ts';
import { isStorableText } from '#domain/text.ts';
import { oneOf, text } from '#pipeline/fields.ts';
import { sized } from '#pipeline/sizes.ts';

const MAX_FILTERS = 10;
const MAX_FILTER_VALUES = 10;
/** Ten filters of ten values of 128 characters, with room for escapes and white space. */
const MAX_JSON_CHARACTERS = 32_768;
const ADVICE = `Give a JSON array of at most ${MAX_FILTERS} filters such as {"Key":"KeyState","Values":["Enabled"]}, with 1 to ${MAX_FILTER_VALUES} values each. Keys: KeyState, KeySpec, KeyUsage, ProtectionLevel, CreatorType, DKMSInstanceId.`;

const filter = <const K extends string, V extends z.ZodType>(key: K, value: V, least: number) =>
  z.strictObject({
    key: z.literal(key),
    values: z.array(value).min(least, { error: ADVICE }).max(MAX_FILTER_VALUES, { error: ADVICE }),
  });

/** @param least the fewest values of a filter: one on the wire; none in GraphQL, where an empty list matches nothing */
const filtersOf = (least: number) =>
  [
    filter('KeyState', oneOf(KEY_STATES), least),
    filter('KeySpec', oneOf(KEY_SPEC_NAMES), least),
    filter('KeyUsage', oneOf(KEY_USAGES), least),
    filter('ProtectionLevel', oneOf(PROTECTION_LEVELS), least),
    filter('CreatorType', oneOf(CREATOR_TYPES), least),
    filter('DKMSInstanceId', text(128, 1), least),
    // The wire's values are texts, so only GraphQL sends this one; by RPC ListTagResources finds keys by their tags.
    filter('Tag', z.strictObject({ tagKey: text(128, 1), tagValue: text(128).optional() }), least),
  ] as const;

const list = z.array(z.discriminatedUnion('key', filtersOf(1))).max(MAX_FILTERS);
// The API has no filter by origin, so only GraphQL's list has it.
const typedList = z
  .array(
    z.discriminatedUnion('key', [
      ...filtersOf(0),
      filter('Origin', oneOf(KEY_ORIGINS), 0),
    ] as const),
  )
  .max(MAX_FILTERS);

/** The JSON of RPC, whose names are in PascalCase. */
const wire = z
  .array(z.strictObject({ Key: z.string(), Values: z.array(z.string()) }, { error: ADVICE }))
  .transform(
    (filters) =>
      filters.map(({ Key, Values }) => ({ key: Key, values: Values })) as z.input<typeof list>,
  ); // `list` checks the names and values

const json = z.string().transform((value, context) => {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    context.issues.push({ code: 'custom', input: value });
    return z.NEVER;
  }
});

/** Filters on a list of keys: a list (GraphQL), or JSON text (RPC). */
export const keyFilters = sized(
  z.union([list, json.pipe(wire).pipe(list)], { error: ADVICE }),
  MAX_JSON_CHARACTERS,
);

/** Checks filters that the GraphQL field `keys` has built, by the same rules. @throws InvalidParameterError naming `field` */
export function checkFilters(filters: unknown, field: string): z.output<typeof typedList> {
  const { success, data } = typedList.safeParse(filters);
  if (!success)
    throw new InvalidParameterError(
      field,
      `Give at most ${MAX_FILTERS} filters, with at most ${MAX_FILTER_VALUES} values each. A tag has at most 128 characters.`,
    );
  return data;
}

/** Longest text of a search, in Unicode code points. */
export const MAX_SEARCH_CHARACTERS = 512;

/** The terms of a search, which only GraphQL has; none without one. @throws InvalidParameterError for a text without words, or with too many */
export function searchTerms(search: string | undefined): string[] {
  if (search === undefined) return [];
  const terms = isStorableText(search, 1, MAX_SEARCH_CHARACTERS) ? termsOf(search) : [];
  if (terms.length === 0 || terms.length > MAX_SEARCH_TERMS)
    throw new InvalidParameterError(
      'search',
      `Give 1 to ${MAX_SEARCH_TERMS} words, or pairs of Chinese characters, in at most ${MAX_SEARCH_CHARACTERS} characters.`,
    );
  return terms;
}
