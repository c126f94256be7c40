import type { IncomingMessage } from 'node:http';
import { ClientDisconnectedError } from '#domain/errors.ts';

/** The body is larger than the settings allow. */
export class BodyTooLargeError extends Error {}

/**
 * The whole body, at most `limit` bytes. Of a larger one the rest is read and thrown away, so that the client,
 * who may still be sending, gets to read the answer.
 * @param received is called for each part that was read
 * @throws BodyTooLargeError, ClientDisconnectedError
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
  received: () => void,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      received();
      if (length <= limit) chunks.push(chunk);
      else reject(new BodyTooLargeError());
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    // It comes after every request; only one that is not complete was given up.
    request.on('close', () => {
      if (!request.complete) reject(new ClientDisconnectedError());
    });
    request.on('error', () => reject(new ClientDisconnectedError()));
  });
}

/** Bytes as the UTF-8 text they are, byte order mark and all, or null when they are none. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
