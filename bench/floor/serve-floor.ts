import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { freshCalls } from './fresh.ts';
import type { RecordedCall } from './recorded-call.ts';
import { type Fresh, template } from './template.ts';
import { writeTogether } from './waiting.ts';

/** As long as the service keeps a connection. */
const KEEP_ALIVE_MILLISECONDS = 75_000;

/** The database of a floor. */
export interface FloorDatabase {
  /** Commits the rows of calls in one transaction. */
  readonly commit: (calls: readonly Fresh[]) => Promise<void> | void;
  /** Reads the row of the recorded key. */
  readonly readKey: () => Promise<unknown> | unknown;
  /** Bytes as it takes them. */
  readonly toColumn: (bytes: Uint8Array) => unknown;
  /** When a call that reads is answered: before its nonce is committed, or after. Undefined: it writes none. */
  readonly nonces: 'before' | 'after' | undefined;
}

interface Exchange {
  readonly response: ServerResponse;
  readonly fresh: Fresh;
}

/** Answers any request with the recorded answer and new ids. It reads nothing of the request. */
export function serveFloor(call: RecordedCall, database: FloorDatabase): void {
  const makeFresh = freshCalls(call, database.toColumn);
  const reply = replier(call);
  const commit = writeTogether<Exchange>(async (exchanges) => {
    await database.commit(exchanges.map(({ fresh }) => fresh));
    for (const exchange of exchanges) reply(exchange);
  });
  const readThen = async (exchange: Exchange) => {
    await database.readKey();
    if (database.nonces === 'after') {
      commit(exchange);
      return;
    }
    reply(exchange);
    if (database.nonces === 'before') commitLater(exchange.fresh);
  };
  const commitLater = writeTogether<Fresh>(database.commit);
  const answer = call.work === 'describeKey' ? readThen : commit;
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MILLISECONDS },
    (request, response) => {
      request.resume();
      request.once('end', () => answer({ response, fresh: makeFresh() }));
    },
  );
  server.listen(0, '127.0.0.1', () =>
    console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
  );
}

/** Sends the recorded answer with new ids. */
function replier(call: RecordedCall): (exchange: Exchange) => void {
  const { headers, body, requestId, keyId, work } = call;
  const recorded = {
    requestId,
    ciphertextBlob: fieldOf(body, 'ciphertextBlob'),
    plaintext: fieldOf(body, 'plaintext'),
    ...(work === 'createKey' && { keyId, versionId: fieldOf(body, 'primaryKeyVersion') }),
  };
  const bodyWith = template(body, recorded);
  const idAt = headers.indexOf(requestId);
  return ({ response, fresh }) => {
    const own = headers.slice();
    own[idAt] = fresh.requestId;
    response.writeHead(200, own);
    response.end(bodyWith(fresh));
  };
}

const fieldOf = (body: string, name: string): string | undefined =>
  new RegExp(`"${name}":"([^"]*)"`, 'i').exec(body)?.[1];
