import { InvalidParameterError, KmsError } from '#domain/errors.ts';
import { MAX_CONTEXT_PAIRS } from '#pipeline/fields.ts';

/** The text of the request cannot be read. The message never quotes it. */
export class UnreadableRequestError extends KmsError {
  constructor(advice: string) {
    super(
      'ParseRequestParameterException',
      `Server parse parameters exception. Please check your input params. ${advice}`,
    );
  }
}

/** Decoded parameters by name. */
export type Params = ReadonlyMap<string, string>;

/**
 * The largest encryption context has two parameters for each pair; 150 more are for everything
 * else.
 */
const MAX_PARAMETERS = 2 * MAX_CONTEXT_PAIRS + 150;

/**
 * Decodes `a=b&c=d`: `+` is a space, %XX a byte of UTF-8.
 * @throws UnreadableRequestError; for too many parameters before any of them is decoded
 */
export function parsePairs(text: string): [string, string][] {
  const parts = text.split('&', MAX_PARAMETERS + 1);
  if (parts.length > MAX_PARAMETERS)
    throw new UnreadableRequestError(`Send at most ${MAX_PARAMETERS} parameters.`);
  return parts
    .filter((pair) => pair !== '')
    .map((pair) => {
      const mark = pair.indexOf('=');
      return mark < 0
        ? [decode(pair), '']
        : [decode(pair.slice(0, mark)), decode(pair.slice(mark + 1))];
    });
}

const decode = (text: string): string => {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new UnreadableRequestError('Encode names and values as percent-encoded UTF-8.');
  }
};

/**
 * Finds one parameter without decoding the others.
 * @returns undefined unless the name occurs exactly once, unencoded, with at most 512 characters of
 * value
 */
export function peekParameter(text: string, name: string): string | undefined {
  const [first, second] = [
    ...text.matchAll(new RegExp(`(?:^|&)${name}=([^&]{0,512})(?=&|$)`, 'g')),
  ];
  return first && !second ? decode(first[1] ?? '') : undefined;
}

/**
 * Joins the pairs of query and form body to one set of parameters.
 * @throws InvalidParameterError for a name that occurs twice: SDKs differ in which of the two they
 * sign
 */
export function mergePairs(...lists: readonly (readonly [string, string])[][]): Params {
  const params = new Map<string, string>();
  for (const [name, value] of lists.flat()) {
    if (params.has(name))
      throw new InvalidParameterError(quotable(name), 'It occurs more than once.');
    params.set(name, value);
  }
  return params;
}

/** A name that is safe to quote in an error; any other text of a caller is not. */
const quotable = (name: string): string =>
  /^[A-Za-z0-9._-]{1,64}$/.test(name) ? name : '(unnamed)';
