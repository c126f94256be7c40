import { once } from 'node:events';
import { vi } from 'vitest';
import { refusalOf } from '../support/caller/refused.ts';
import { caller } from '../support/caller.ts';
import { onPostgresql, writeDatabase } from '../support/database.ts';
import { nextArrival } from '../support/exchange.ts';
import { SURFACES, type Surface } from '../support/surfaces.ts';
import type { Scene } from './scene.ts';

/**
 * Calls that fail by no fault of the caller: a bug whose error quotes a plaintext, and a database that rejects a row.
 * @returns the codes of the answers
 */
export async function causeFaults(scene: Scene): Promise<string[]> {
  const codes: string[] = [];
  for (const surface of SURFACES) {
    codes.push(await withBug(surface, scene));
    codes.push(await withRejectedRow(surface, scene));
  }
  await hangUp(scene);
  return codes;
}

async function withBug(surface: Surface, { kms, root, keyId, secrets }: Scene): Promise<string> {
  const plaintext = secrets.bytes('plaintext', `in a bug by ${surface}`);
  vi.spyOn(kms.services.materials, 'use').mockImplementationOnce(() => {
    throw Object.assign(new Error(`bad input ${plaintext.toString('base64')}`), { plaintext });
  });
  return refusalOf(caller(surface, kms, root).encrypt(keyId, plaintext));
}

/** The row has a text of the caller, which drivers quote in their errors. */
async function withRejectedRow(surface: Surface, { kms, root, secrets }: Scene): Promise<string> {
  await writeDatabase(
    kms.dataDir,
    onPostgresql
      ? 'ALTER TABLE "Key" ADD CONSTRAINT "provoked" CHECK ("origin" <> \'EXTERNAL\') NOT VALID'
      : `CREATE TRIGGER "provoked" BEFORE INSERT ON "Key" WHEN NEW."origin" = 'EXTERNAL' BEGIN SELECT RAISE(ABORT, 'provoked'); END`,
  );
  const description = secrets.text('plaintext', `in a rejected row by ${surface}`);
  const code = await refusalOf(
    caller(surface, kms, root).createKey({ origin: 'EXTERNAL', description }),
  );
  await writeDatabase(
    kms.dataDir,
    onPostgresql ? 'ALTER TABLE "Key" DROP CONSTRAINT "provoked"' : 'DROP TRIGGER "provoked"',
  );
  return code;
}

/** A client that disconnects before it has sent its whole body. */
async function hangUp({ kms, root, keyId, secrets }: Scene): Promise<void> {
  const plaintext = secrets.bytes('plaintext', 'of a client that disconnects');
  const arrival = nextArrival(kms);
  const client = new AbortController();
  const body = new ReadableStream({
    start: (stream) =>
      stream.enqueue(Buffer.from(`{"a":"${keyId} ${plaintext.toString('base64')}`)),
  });
  const asked = fetch(`${kms.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${btoa(`${root.id}:${root.secret}`)}`,
    },
    body,
    duplex: 'half',
    signal: client.signal,
  } as RequestInit).catch(() => {});
  const { response } = await arrival;
  const closed = once(response, 'close');
  client.abort();
  await Promise.all([asked, closed]);
}
