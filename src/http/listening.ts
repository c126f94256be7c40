import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Starts to accept connections.
 * @returns the port; the system chooses one if `port` is 0
 * @throws the system's error, such as EADDRINUSE
 */
export function startListening(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

/**
 * Accepts no new connections, waits for running requests up to the limit, and closes every
 * connection.
 */
export function stopListening(server: Server, limitMilliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => server.closeAllConnections(), limitMilliseconds);
    server.close(() => {
      clearTimeout(limit);
      resolve();
    });
    server.closeIdleConnections();
  });
}
