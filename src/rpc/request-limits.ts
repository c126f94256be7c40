import type { IncomingMessage } from 'node:http';
import { KmsError } from '#domain/errors.ts';
import { BodyTooLargeError, readBody } from '#http/read-body.ts';
import { RequestTooLargeError } from './errors.ts';

/** Limits of a request before its caller is authenticated. */
export interface RequestLimits {
  readonly maxBodyBytes: number;
  /** Bytes of path and query. */
  readonly maxQueryBytes: number;
}

/**
 * Checks method and length of the target.
 * @throws KmsError `UnsupportedHTTPMethod`, RequestTooLargeError
 */
export function checkTarget(message: IncomingMessage, { maxQueryBytes }: RequestLimits): void {
  if (message.method !== 'GET' && message.method !== 'POST')
    throw new KmsError(
      'UnsupportedHTTPMethod',
      'This http method is not supported. Use GET or POST.',
    );
  if ((message.url ?? '').length > maxQueryBytes)
    throw new RequestTooLargeError(414, maxQueryBytes);
}

/**
 * Reads the body.
 * @param received called for each part that was read
 * @throws RequestTooLargeError, ClientDisconnectedError
 */
export async function readLimitedBody(
  message: IncomingMessage,
  { maxBodyBytes }: RequestLimits,
  received: () => void,
): Promise<Buffer> {
  try {
    return await readBody(message, maxBodyBytes, received);
  } catch (error) {
    throw error instanceof BodyTooLargeError ? new RequestTooLargeError(413, maxBodyBytes) : error;
  }
}
