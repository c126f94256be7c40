import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { decodeUtf8, readBody } from '#http/read-body.ts';
import type { Exchange, Handler, Reply } from '#http/send.ts';
import type { Streams } from '#http/streams.ts';
import { wellFormedId } from '#identity/authentication-errors.ts';
import { readBasic } from '#identity/basic.ts';
import { authenticate, type Identity } from '#identity/callers.ts';
import type { Services } from '#pipeline/call.ts';
import { requestExecutor } from './execute-request.ts';
import { createCall, quietServices } from './perform.ts';
import { refusal, refusalOf, refusalOfForm } from './refusals.ts';
import { parseBody } from './request-body.ts';
import type { LiveCalls } from './yoga.ts';

/** Parts of the server that GraphQL needs, and the limits of a request. */
export interface GraphqlOptions {
  readonly services: Services;
  readonly identity: Identity;
  /** Other origins whose pages may send requests. */
  readonly allowedOrigins: ReadonlySet<string>;
  /** Counts the streams of subscriptions. */
  readonly streams: Streams;
  readonly maxBodyBytes: number;
  readonly maxQueryDepth: number;
  readonly maxQueryCost: number;
  /** Whether Yoga's `fetch` answers a request that is plain, for tests; absent: never. */
  readonly byFetch?: (() => boolean) | undefined;
}

/** GraphQL by POST of application/json only: a browser sends no such request from a foreign page without asking first. */
export function graphqlHandler(options: GraphqlOptions): Handler {
  const answer = answers(options);
  return async (message, exchange) => {
    const requestId = randomUUID();
    const reply = await answer(message, requestId, exchange).catch((error) =>
      refusalOf(error, requestId, options.maxBodyBytes),
    );
    if (reply.log?.actions) return reply;
    options.services.meter.refused('graphql', String(reply.log?.code));
    const { authorization } = message.headers;
    const accessKeyId =
      authorization && [401, 429].includes(reply.status)
        ? wellFormedId(readBasic(authorization).id)
        : undefined;
    return accessKeyId ? { ...reply, log: { ...reply.log, accessKeyId } } : reply;
  };
}

/** Answers one request: its form, who calls, its body, then the query. @throws the errors that {@link refusalOf} answers */
function answers({
  services,
  identity,
  allowedOrigins,
  streams,
  maxBodyBytes,
  maxQueryDepth,
  maxQueryCost,
  byFetch,
}: GraphqlOptions) {
  const execute = requestExecutor(services.log, streams, byFetch);
  const quietly = quietServices(services);
  const limits = { depth: maxQueryDepth, complexity: maxQueryCost };

  return async (
    message: IncomingMessage,
    requestId: string,
    { signal, client, authenticated, received }: Exchange,
  ): Promise<Reply> => {
    const refused = refusalOfForm(message, requestId, allowedOrigins, identity.addresses);
    if (refused) return refused;
    const principal = await authenticate(identity, message.headers, client);
    authenticated();
    const parsed = parseBody(decodeUtf8(await readBody(message, maxBodyBytes, received)));
    if ('fault' in parsed) {
      const { status, code, message } = parsed.fault;
      return refusal(status, code, message, requestId);
    }
    const { params } = parsed;
    const request = { requestId, surface: 'graphql', client, signal } as const;
    const call = createCall(
      { ...request, principal, services, performed: [], countedIn: new Set() },
      limits,
    );
    const live: LiveCalls = {
      signal,
      authenticate: () => authenticate(identity, message.headers, client),
      callOf: (caller) => createCall({ ...request, principal: caller, ...quietly }, limits),
    };
    const codes: unknown[] = [];
    const context = Object.assign(call, { params, codes, live });
    const accept = message.headers.accept ?? 'application/json';
    const { status, contentType, body, stream } = await execute(context, accept);
    await call.commitReads();
    return {
      status,
      headers: { 'content-type': contentType, 'x-request-id': requestId },
      ...(stream ? { stream } : { body }),
      log: { requestId, actions: call.performed, code: String(codes[0] ?? 'Done') },
    };
  };
}
