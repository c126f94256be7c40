import { setTimeout as pause } from 'node:timers/promises';
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { ServiceUnavailableError } from '#domain/errors.ts';
import type { EventStream } from '#http/event-stream.ts';
import type { LogFields } from '#http/send.ts';
import type { StreamSlot } from '#http/streams.ts';
import { UnauthenticatedError } from '#identity/authentication-errors.ts';
import { TooManyAttemptsError } from '#identity/guess-limiter.ts';
import type { CallLog } from '#pipeline/call.ts';
import { formatErrors } from './format-errors.ts';
import type { Candidate, LiveSource } from './live-source.ts';
import { resultText } from './result-text.ts';
import type { RequestContext } from './yoga.ts';

/** Keeps proxies from closing a quiet connection, and bounds the time after which a caller who may not have it loses it. */
const HEARTBEAT_MS = 10_000;
const RETRY_MS = 1_000;
/**
 * Events of one delivery. After a long absence there are thousands: the caller must not get them all by the permissions
 * that it had for the first, and the client must have time to read them.
 */
const DELIVERY_EVENTS = 20;

interface LiveParts {
  readonly source: LiveSource<object, unknown>;
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
  readonly context: RequestContext;
  readonly slot: StreamSlot;
  readonly log: CallLog;
}

/**
 * Sends the events of a subscription until the client disconnects, the server stops or the caller may not have it any more.
 * The caller is authenticated again before each delivery, and each event has a call of its own.
 */
export const liveStream =
  (parts: LiveParts) =>
  async (events: EventStream): Promise<LogFields> => {
    const { source, context, slot, log } = parts;
    using _slot = slot;
    using follower = source.follower;
    const { requestId, performed } = context;
    const signal = AbortSignal.any([context.live.signal, slot.signal]);
    const codes: unknown[] = [];
    events.heartbeat(); // some browsers show the answer only once a part of the body is there
    try {
      while (!signal.aborted && !follower.hasEnded && !events.isTooSlow) {
        const rows = await follower.next(HEARTBEAT_MS, signal);
        if (rows.length === 0) events.heartbeat();
        const candidates = source.candidatesOf(rows);
        for (let at = 0; at === 0 || at < candidates.length; at += DELIVERY_EVENTS) {
          if (at > 0) await events.room(signal);
          const part = candidates.slice(at, at + DELIVERY_EVENTS);
          await whenAvailable(signal, () => deliver(parts, part, events));
        }
      }
    } catch (error) {
      const result = { errors: [shownError(error)] };
      events.send('next', resultText(formatErrors(result, { requestId, codes }, log)));
    }
    events.send('complete', '');
    const code = events.isTooSlow ? 'SlowReader' : String(codes[0] ?? 'Done');
    return { requestId, actions: performed, code };
  };

/** Sends some events, if the caller may still have any. Nothing is sent before all that can fail was done. */
async function deliver(
  { source, schema, document, variables, operationName, context, log }: LiveParts,
  candidates: readonly Candidate<object>[],
  events: EventStream,
): Promise<void> {
  const principal = await context.live.authenticate();
  for (const payload of await source.show(context.live.callOf(principal), candidates)) {
    if (context.live.signal.aborted || events.isTooSlow) return;
    const result = (await execute({
      schema,
      document,
      rootValue: payload,
      contextValue: context.live.callOf(principal),
      variableValues: variables,
      operationName,
    })) as ExecutionResult;
    const formatted = formatErrors(result, { requestId: context.requestId, codes: [] }, log);
    events.send('next', resultText(formatted));
  }
}

/** Tries until it works, as long as the reason is the database, or others who guess at the address of the caller. */
async function whenAvailable(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return signal.aborted ? undefined : await work();
    } catch (error) {
      if (!(error instanceof ServiceUnavailableError || error instanceof TooManyAttemptsError))
        throw error;
      await pause(RETRY_MS, undefined, { signal, ref: false }).catch(() => {});
    }
  }
}

/** An error of authentication as GraphQL shows it: here there is no status 401. */
const shownError = (error: unknown): GraphQLError =>
  error instanceof UnauthenticatedError
    ? new GraphQLError(error.message, { extensions: { code: 'Unauthenticated' } })
    : (error as GraphQLError);
