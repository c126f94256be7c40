import type { IncomingMessage } from 'node:http';
import { ClientDisconnectedError } from '#domain/errors.ts';

/** The body is larger than the limit of its reader. */
export class BodyTooLargeError extends Error {}

/** Whether a request announces a body (RFC 9112 §6.3). Another one has ended with its headers. */
export const hasBody = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

/**
 * Reads the whole body, at most `limit` bytes. The rest of a larger body is read and dropped: a
 * client reads the answer only after it has sent everything.
 * @param received called for each part that was read
 * @throws BodyTooLargeError, ClientDisconnectedError
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
  received: () => void,
): Promise<Buffer> {
  if (!hasBody(request)) return Promise.resolve(Buffer.alloc(0)); // Node itself drops the end of the request
  // Its events have come already, while the caller was looked up.
  if (request.destroyed) return Promise.reject(new ClientDisconnectedError());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      received();
      if (length <= limit) chunks.push(chunk);
      else reject(new BodyTooLargeError());
    });
    request.on('end', () => {
      const [first] = chunks;
      resolve(first && chunks.length === 1 ? first : Buffer.concat(chunks));
    });
    // This event ends every request. An incomplete request means that the client disconnected.
    request.on('close', () => {
      if (!request.complete) reject(new ClientDisconnectedError());
    });
    request.on('error', () => reject(new ClientDisconnectedError()));
  });
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes UTF-8 and keeps a byte order mark. @returns null for bytes that are not UTF-8 */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return UTF_8.decode(bytes);
  } catch {
    return null;
  }
}
