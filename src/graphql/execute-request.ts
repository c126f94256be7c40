import type { Streams } from '#http/streams.ts';
import type { CallLog } from '#pipeline/call.ts';
import { type Answer, plainExecutor } from './execute-plain.ts';
import { acceptsEvents, liveExecutor } from './live-request.ts';
import { toPlainRequest } from './plain-request.ts';
import { createYogaServer, type RequestContext, type Yoga } from './yoga.ts';

/**
 * Executes the document of a request and writes the answer: a subscription as a stream, a plain request with Yoga's plugins
 * only, any other by Yoga's `fetch`. The last two give the same answer (test/graphql/both-ways.test.ts).
 * @param byFetch whether `fetch` answers a plain request too
 */
export function requestExecutor(
  log: CallLog,
  streams: Streams,
  byFetch: () => boolean = () => false,
) {
  const yoga = createYogaServer(log);
  const { getEnveloped } = yoga;
  const executeLive = liveExecutor({ getEnveloped, streams, log });
  const executePlain = plainExecutor(getEnveloped, log);
  return async (context: RequestContext, accept: string): Promise<Answer> => {
    const live = acceptsEvents(accept) ? await executeLive(context) : undefined;
    if (live) return live;
    const request = byFetch() ? undefined : toPlainRequest(context.params, accept);
    const answer = request && (await executePlain(request, context));
    return answer ?? (await executeByFetch(yoga, context, accept));
  };
}

async function executeByFetch(
  yoga: Yoga,
  context: RequestContext,
  accept: string,
): Promise<Answer> {
  const headers = { 'content-type': 'application/json', accept };
  // Without the body, which is in the context.
  const response = await yoga.fetch(
    'http://localhost/graphql',
    { method: 'POST', headers },
    context,
  );
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? 'application/json',
    body: await response.text(),
  };
}
