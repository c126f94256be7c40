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
 * Decodes `a=b&c=d`: `+` is a space, %XX a byte of UTF-8. One pass, because every request pays for it.
 * @param known parameters that come first: those of the query, where the text is a form
 * @throws UnreadableRequestError; for too many parameters before any of them is decoded.
 * InvalidParameterError for a name that occurs twice: SDKs differ in which of the two they sign
 */
export function parseParams(text: string, known?: Params): Params {
  checkCount(text);
  const params = new Map(known);
  let repeated: string | undefined;
  let mark = text.indexOf('=');
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf('&', start);
    const end = next < 0 ? text.length : next;
    // Not searched again from each name: a text without `=` would be read as often as it has names.
    if (mark >= 0 && mark < start) mark = text.indexOf('=', start);
    if (end > start) {
      const hasValue = mark >= 0 && mark < end;
      const name = decode(text.slice(start, hasValue ? mark : end));
      const value = hasValue ? decode(text.slice(mark + 1, end)) : '';
      if (params.has(name)) repeated ??= name;
      else params.set(name, value);
    }
    start = end + 1;
  }
  if (repeated !== undefined)
    throw new InvalidParameterError(quotable(repeated), 'It occurs more than once.');
  return params;
}

/** @throws UnreadableRequestError for too many parameters. Two `&` in a row count too. */
function checkCount(text: string): void {
  if (text.length < MAX_PARAMETERS) return; // so short a text has fewer
  let count = 1;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) {
    count += 1;
    if (count > MAX_PARAMETERS)
      throw new UnreadableRequestError(`Send at most ${MAX_PARAMETERS} parameters.`);
  }
}

const decode = (text: string): string => {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new UnreadableRequestError('Encode names and values as percent-encoded UTF-8.');
  }
};

/** At most 512 characters of value. */
const patternOf = (name: string): RegExp => new RegExp(`(?:^|&)${name}=([^&]{0,512})(?=&|$)`);

/** The parameters that are read before the others are decoded. */
const PEEKED = {
  Format: patternOf('Format'),
  AccessKeyId: patternOf('AccessKeyId'),
  Timestamp: patternOf('Timestamp'),
  SecurityToken: patternOf('SecurityToken'),
} as const;

/**
 * Finds one parameter without decoding the others.
 * @returns undefined unless the name occurs exactly once, unencoded, with at most 512 characters of
 * value
 */
export function peekParameter(text: string, name: keyof typeof PEEKED): string | undefined {
  if (text === '') return undefined;
  const first = PEEKED[name].exec(text);
  if (!first) return undefined;
  const [whole, value = ''] = first;
  return PEEKED[name].test(text.slice(first.index + whole.length)) ? undefined : decode(value);
}

/** A name that is safe to quote in an error; any other text of a caller is not. */
const quotable = (name: string): string =>
  /^[A-Za-z0-9._-]{1,64}$/.test(name) ? name : '(unnamed)';
