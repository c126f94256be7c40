import { InvalidParameterError } from '#domain/errors.ts';
import type { Params } from './params.ts';

/** The fields that travel as one JSON text or, from older SDKs, as a parameter for each pair. */
const CONTEXTS: ReadonlySet<string> = new Set(['encryptionContext', 'sourceEncryptionContext', 'destinationEncryptionContext']);

/** What a field's value is on the wire, where that is not one parameter of its name. */
export function readQuirk(field: string, name: string, params: Params): unknown {
  return CONTEXTS.has(field) ? readContext(name, params) : params.get(name);
}

/**
 * An encryption context in any of the three spellings that SDKs have: JSON; `EncryptionContext.1.Key=a` with
 * `EncryptionContext.1.Value=b` (aliyungo), pairs numbered from 1 without a gap; or else `EncryptionContext.a=b` for
 * each pair (kms20160120 1.x). Taken for JSON alone, the others would encrypt without a context and tell nobody.
 * @throws InvalidParameterError for a mixture
 */
function readContext(name: string, params: Params): unknown {
  const json = params.get(name);
  const flat = new Map(
    [...params].filter(([other]) => other.startsWith(`${name}.`)).map(([other, value]) => [other.slice(name.length + 1), value]),
  );
  if (flat.size === 0) return json;
  if (json !== undefined) throw new InvalidParameterError(name, 'Give it as JSON, or pair by pair, not both.');
  return numberedPairs(flat) ?? [...flat].map(([key, value]) => ({ key, value }));
}

function numberedPairs(flat: ReadonlyMap<string, string>): { key: string; value: string }[] | undefined {
  if (flat.size % 2 === 1) return undefined;
  const pairs = Array.from({ length: flat.size / 2 }, (_, index) => ({
    key: flat.get(`${index + 1}.Key`),
    value: flat.get(`${index + 1}.Value`),
  }));
  return pairs.every((pair): pair is { key: string; value: string } => pair.key !== undefined && pair.value !== undefined)
    ? pairs
    : undefined;
}
