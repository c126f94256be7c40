import { execFileSync } from 'node:child_process';
import { constants, openSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

/** A pipe that is open at both ends, and that nobody reads. */
export function makePipe(dataDir: string): { file: string; descriptor: number } {
  const file = join(dataDir, 'standard-error');
  execFileSync('mkfifo', [file]);
  return { file, descriptor: openSync(file, constants.O_RDWR) };
}

/** Asks over one connection, without waiting for one answer before the next. Resolves when all are answered. */
export async function askOften(url: string, times: number): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(times));
  let answered = 0;
  let rest = '';
  for await (const part of socket) {
    const lines = (rest + String(part)).split('HTTP/1.1 200 OK');
    answered += lines.length - 1;
    rest = (lines.at(-1) ?? '').slice(-'HTTP/1.1 200 O'.length);
    if (answered >= times) break;
  }
}
