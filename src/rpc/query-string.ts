import { InvalidParameterError, KmsError } from '#domain/errors.ts';
import { MAX_CONTEXT_PAIRS } from '#pipeline/fields.ts';

/** The request's text cannot be read. The message never quotes it. */
export class UnreadableRequestError extends KmsError {
  constructor(advice: string) {
    super(
      'ParseRequestParameterException',
      `Server parse parameters exception. Please check your input params. ${advice}`,
    );
  }
}

export type Params = ReadonlyMap<string, string>;

/** An encryption context of the smallest pairs, each as two parameters, and what else a request has. */
const MAX_PARAMETERS = 2 * MAX_CONTEXT_PAIRS + 150;

/**
 * `a=b&c=d` as pairs: `+` is a space, %XX are bytes of UTF-8.
 * @throws UnreadableRequestError also for more parameters than any request of the API has, before any of them is decoded
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
    throw new UnreadableRequestError('Names and values are percent-encoded UTF-8.');
  }
};

/** The value of a parameter in a text that is not decoded yet: a look that costs little. Undefined where it is not there once, plainly. */
export function peek(text: string, name: string): string | undefined {
  const [first, second] = [
    ...text.matchAll(new RegExp(`(?:^|&)${name}=([^&]{0,512})(?=&|$)`, 'g')),
  ];
  return first && !second ? decode(first[1] ?? '') : undefined;
}

/**
 * Query and form body as one set of parameters. The SDKs disagree on which of two equal names they sign, so
 * none may come twice. @throws InvalidParameterError
 */
export function mergePairs(...lists: readonly (readonly [string, string])[][]): Params {
  const params = new Map<string, string>();
  for (const [name, value] of lists.flat()) {
    if (params.has(name))
      throw new InvalidParameterError(quotable(name), 'It was given more than once.');
    params.set(name, value);
  }
  return params;
}

/** A name that may stand in an error; what else a caller sends may not. */
const quotable = (name: string): string =>
  /^[A-Za-z0-9._-]{1,64}$/.test(name) ? name : '(unnamed)';
