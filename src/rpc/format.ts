import { InvalidParameterError } from '#domain/errors.ts';

/** Format of an answer. */
export type Format = 'JSON' | 'XML';

/**
 * Reads the parameter Format, in any case; JSON if it is absent or empty.
 * @throws InvalidParameterError
 */
export function readFormat(text: string | undefined): Format {
  const format = (text || 'JSON').toUpperCase();
  if (format !== 'JSON' && format !== 'XML')
    throw new InvalidParameterError('Format', 'Use JSON or XML.');
  return format;
}
