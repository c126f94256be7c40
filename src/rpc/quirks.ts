import { InvalidParameterError } from '#domain/errors.ts';
import type { Params } from './query-string.ts';

/** The fields that travel as one JSON text or, from older SDKs, as a parameter for each pair. */
const CONTEXTS: ReadonlySet<string> = new Set([
  'encryptionContext',
  'sourceEncryptionContext',
  'destinationEncryptionContext',
]);

/** The parameters that travel as one for each of their values: `ResourceId.1`, `Tag.1.Key`. */
const LISTS: ReadonlySet<string> = new Set(['ResourceId', 'TagKey']);
const TAG_LISTS: ReadonlySet<string> = new Set(['Tag']);

/** The texts that may be empty: an empty description clears the one of before. Any other parameter without a value is absent. */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['description', 'deletionProtectionDescription']);

/** The value of a field on the wire, which for some is not one parameter of its name; undefined where there is none. */
export function readQuirk(field: string, name: string, params: Params): unknown {
  if (CONTEXTS.has(field)) return readContext(name, params);
  if (LISTS.has(name)) return readList(name, params);
  if (TAG_LISTS.has(name)) return readTags(name, params);
  const value = params.get(name);
  return value === '' && !MAY_BE_EMPTY.has(field) ? undefined : value;
}

/** The values of a list that are not empty; undefined where there is none. */
function readList(name: string, params: Params): string[] | undefined {
  const values = (readNumbered(name, params) ?? []).flatMap(({ value }) => value || []);
  return values.length > 0 ? values : undefined;
}

/**
 * `<name>.<number>` in the order of the numbers, with what follows the number; undefined where there is none.
 * @throws InvalidParameterError for another number: who counts from 0 would not be told that the first was left out
 */
function readNumbered(
  name: string,
  params: Params,
  ending = '',
): { number: number; value: string }[] | undefined {
  const numbered = [...params].flatMap(([other, value]) => {
    const number =
      other.startsWith(`${name}.`) && other.endsWith(ending)
        ? other.slice(name.length + 1, other.length - ending.length)
        : '';
    if (!/^[0-9]+$/.test(number)) return [];
    if (!/^[1-9][0-9]{0,3}$/.test(number))
      throw new InvalidParameterError(name, 'Number its values from 1.');
    return [{ number: Number(number), value }];
  });
  return numbered.length > 0 ? numbered.sort((a, b) => a.number - b.number) : undefined;
}

/** `<name>.1.Key` with `<name>.1.Value`, which may be missing, or empty. A pair without either is none. */
function readTags(
  name: string,
  params: Params,
): { tagKey: string | undefined; tagValue: string | undefined }[] | undefined {
  // By number, not searched one by one: a body holds ten thousand, and nobody else is served meanwhile.
  const byNumber = (ending: string) =>
    new Map((readNumbered(name, params, ending) ?? []).map(({ number, value }) => [number, value]));
  const keys = byNumber('.Key');
  const values = byNumber('.Value');
  const numbers = [...new Set([...keys.keys(), ...values.keys()])].sort((a, b) => a - b);
  const tags = numbers
    .map((number) => ({ tagKey: keys.get(number), tagValue: values.get(number) }))
    .filter(({ tagKey, tagValue }) => tagKey || tagValue);
  return tags.length > 0 ? tags : undefined;
}

/**
 * An encryption context in any of the three spellings that SDKs have: JSON; `EncryptionContext.1.Key=a` with
 * `EncryptionContext.1.Value=b` (aliyungo), pairs numbered from 1 without a gap; or else `EncryptionContext.a=b` for
 * each pair (kms20160120 1.x). Taken for JSON alone, the others would encrypt without a context and tell nobody.
 * @throws InvalidParameterError for a mixture
 */
function readContext(name: string, params: Params): unknown {
  const json = params.get(name) || undefined;
  const flat = new Map(
    [...params]
      .filter(([other]) => other.startsWith(`${name}.`))
      .map(([other, value]) => [other.slice(name.length + 1), value]),
  );
  if (flat.size === 0) return json;
  if (json !== undefined)
    throw new InvalidParameterError(name, 'Give it as JSON, or pair by pair, not both.');
  return numberedPairs(flat) ?? [...flat].map(([key, value]) => ({ key, value }));
}

function numberedPairs(
  flat: ReadonlyMap<string, string>,
): { key: string; value: string }[] | undefined {
  if (flat.size % 2 === 1) return undefined;
  const pairs = Array.from({ length: flat.size / 2 }, (_, index) => ({
    key: flat.get(`${index + 1}.Key`),
    value: flat.get(`${index + 1}.Value`),
  }));
  return pairs.every(
    (pair): pair is { key: string; value: string } =>
      pair.key !== undefined && pair.value !== undefined,
  )
    ? pairs
    : undefined;
}
