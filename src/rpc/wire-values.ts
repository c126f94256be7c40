import { InvalidParameterError } from '#domain/errors.ts';
import type { Params } from './query-string.ts';

/** Fields that are one JSON text or, in older SDKs, one parameter for each pair. */
const CONTEXT_FIELDS: ReadonlySet<string> = new Set([
  'encryptionContext',
  'sourceEncryptionContext',
  'destinationEncryptionContext',
]);

/**
 * Lists with one parameter for each value: `ResourceId.1`; for tags `Tag.1.Key` and `Tag.1.Value`.
 */
const LIST_PARAMETERS: ReadonlySet<string> = new Set(['ResourceId', 'TagKey']);
const TAG_LIST_PARAMETERS: ReadonlySet<string> = new Set(['Tag']);

/**
 * Texts that may be empty: an empty description deletes the old one. Any other empty parameter
 * counts as absent.
 */
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['description', 'deletionProtectionDescription']);

/**
 * Reads the value of one field from the parameters; undefined if it is absent.
 * @throws InvalidParameterError
 */
export type WireReader = (params: Params) => unknown;

/**
 * How a field is read; some fields are more than one parameter.
 * @param field name in the operation's input
 * @param name name in the request
 */
export function wireReader(field: string, name: string): WireReader {
  if (CONTEXT_FIELDS.has(field)) return (params) => readContext(name, params);
  if (LIST_PARAMETERS.has(name)) return (params) => readList(name, params);
  if (TAG_LIST_PARAMETERS.has(name)) return (params) => readTags(name, params);
  if (MAY_BE_EMPTY.has(field)) return (params) => params.get(name);
  return (params) => params.get(name) || undefined;
}

/** Values of a list without the empty ones; undefined if none is left. */
function readList(name: string, params: Params): string[] | undefined {
  const values = (readNumbered(name, params) ?? []).flatMap(({ value }) => value || []);
  return values.length > 0 ? values : undefined;
}

/**
 * Values of `<name>.<number><ending>`, sorted by number; undefined if there is none.
 * @throws InvalidParameterError for a number below 1: a client that counts from 0 would lose its
 * first value
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
      throw new InvalidParameterError(name, 'Number the values from 1.');
    return [{ number: Number(number), value }];
  });
  return numbered.length > 0 ? numbered.sort((a, b) => a.number - b.number) : undefined;
}

/**
 * Tags from `<name>.1.Key` and `<name>.1.Value`. Either may be missing or empty; a pair with
 * neither is skipped.
 */
function readTags(
  name: string,
  params: Params,
): { tagKey: string | undefined; tagValue: string | undefined }[] | undefined {
  // Maps, because a body can have ten thousand tags: a search for each would block all other
  // requests.
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
 * An encryption context in any of the three forms that SDKs send: JSON; `EncryptionContext.1.Key=a`
 * with `EncryptionContext.1.Value=b` (aliyungo), numbered from 1 without a gap; or
 * `EncryptionContext.a=b` (kms20160120 1.x). A form that were not read would encrypt without a
 * context, and nobody would notice.
 * @throws InvalidParameterError for more than one form
 */
function readContext(name: string, params: Params): unknown {
  const json = params.get(name) || undefined;
  const prefix = `${name}.`;
  const flat = new Map<string, string>();
  for (const [other, value] of params)
    if (other.startsWith(prefix)) flat.set(other.slice(prefix.length), value);
  if (flat.size === 0) return json;
  if (json !== undefined)
    throw new InvalidParameterError(name, 'Use JSON, or one parameter for each pair, not both.');
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
