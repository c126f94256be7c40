import {
  createSourceEventStream,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
} from 'graphql';
import type { Reply } from '#http/send.ts';
import type { Streams } from '#http/streams.ts';
import type { CallLog } from '#pipeline/call.ts';
import type { Answer } from './execute-plain.ts';
import { formatErrors } from './format-errors.ts';
import { LiveSource } from './live-source.ts';
import { liveStream } from './live-stream.ts';
import { isObject } from './request-body.ts';
import { resultText } from './result-text.ts';
import { checkCost } from './too-costly.ts';
import type { RequestContext, Yoga } from './yoga.ts';

/** Media type of server-sent events. */
const EVENT_STREAM = 'text/event-stream';

/** Whether a client asks for server-sent events. */
export const acceptsEvents = (accept: string): boolean =>
  accept.toLowerCase().includes(EVENT_STREAM);

interface LiveOptions {
  readonly getEnveloped: Yoga['getEnveloped'];
  readonly streams: Streams;
  readonly log: CallLog;
}

/** A subscription that was parsed and validated. */
interface Subscription {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly operationName: string | undefined;
}

/**
 * Answers a subscription by the protocol of graphql-sse, in its mode of distinct connections: each event is a `next`, then
 * `complete` follows. Yoga would keep one call, and so the permissions of its beginning, for the whole stream.
 * @returns undefined for any other request, which Yoga answers
 */
export const liveExecutor =
  ({ getEnveloped, streams, log }: LiveOptions) =>
  async (context: RequestContext): Promise<Answer | undefined> => {
    const subscription = prepare(getEnveloped, context);
    if (!subscription) return undefined;
    const { accountId, type, id } = context.principal;
    using taking = new DisposableStack();
    const slot = taking.use(streams.take(`${accountId}/${type}/${id}`));
    const started = await begin(subscription, context);
    if (!(started instanceof LiveSource))
      return toStream(resultText(formatErrors(started, context, log)), context);
    taking.use(started.follower);
    await context.commitReads(); // a read without its audit row is not answered
    taking.move();
    return answerOf(liveStream({ ...subscription, source: started, context, slot, log }));
  };

const answerOf = (stream: Reply['stream']): Answer => ({
  status: 200,
  contentType: EVENT_STREAM,
  body: '',
  stream,
});

/** One result that is not followed by others: the subscription did not begin. */
const toStream = (result: string, { performed, requestId, codes }: RequestContext): Answer =>
  answerOf(async (events) => {
    events.send('next', result);
    events.send('complete', '');
    return { requestId, actions: performed, code: String(codes[0]) };
  });

/** Parses and validates the document as all documents are. Undefined if it is not that of a subscription. */
function prepare(
  getEnveloped: LiveOptions['getEnveloped'],
  context: RequestContext,
): Subscription | undefined {
  const { query, variables, operationName } = context.params;
  if (typeof query !== 'string' || (operationName != null && typeof operationName !== 'string'))
    return undefined;
  if (variables != null && !isObject(variables)) return undefined;
  const { parse, validate, schema } = getEnveloped(context);
  try {
    const document = parse(query) as DocumentNode;
    const errors = validate(schema, document);
    context.checked = { document, errors };
    const operation = getOperationAST(document, operationName);
    if (errors.length > 0 || operation?.operation !== 'subscription') return undefined;
    return {
      schema,
      document,
      operation,
      variables: variables ?? {},
      operationName: operationName ?? undefined,
    };
  } catch {
    return undefined; // a syntax error, which Yoga finds again
  }
}

async function begin(subscription: Subscription, context: RequestContext) {
  const { schema, document, operation, variables, operationName } = subscription;
  try {
    checkCost(schema, document, operation, context, variables);
    return (await createSourceEventStream({
      schema,
      document,
      contextValue: context,
      variableValues: variables,
      operationName,
    })) as LiveSource<object, unknown> | ExecutionResult;
  } catch (error) {
    return { errors: [error] } as ExecutionResult;
  }
}
