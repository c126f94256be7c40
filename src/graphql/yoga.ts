import { type DocumentNode, GraphQLError, parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { Principal } from '#domain/principal.ts';
import type { CallLog } from '#pipeline/call.ts';
import { schema } from './build-schema.ts';
import type { GraphqlCall } from './call.ts';
import { formatErrors } from './format-errors.ts';
import { boundedIntrospection } from './introspection-cost.ts';
import type { RequestParams } from './request-body.ts';
import { unconditionalSubscriptions } from './subscription-roots.ts';

/** No document of use is longer; it bounds the parser's recursion. */
const MAX_TOKENS = 4_000;

/** A document, and what validation finds wrong with it. */
export interface CheckedDocument {
  readonly document: DocumentNode;
  readonly errors: readonly GraphQLError[];
}

/** How a subscription makes calls for its events, long after its request. */
export interface LiveCalls {
  /** Aborted when the client disconnects. */
  readonly signal: AbortSignal;
  /** Who calls, by what the request was authenticated with. @throws what `authenticate` of identity throws */
  readonly authenticate: () => Promise<Principal>;
  /** A call that is neither counted nor audited: the subscription was, when it began. */
  readonly callOf: (principal: Principal) => GraphqlCall;
}

/** What resolvers get as their call, and the plugins besides. */
export interface RequestContext extends GraphqlCall {
  readonly params: RequestParams;
  /** The codes of the answer's errors, for the request log. */
  readonly codes: unknown[];
  readonly live: LiveCalls;
  /** The document of `params`, if it was parsed and validated before Yoga's `fetch`. */
  checked?: CheckedDocument;
}

/** GraphQL Yoga with nothing but the execution of documents: all of HTTP is done here. */
export const createYogaServer = (log: CallLog) =>
  createYoga<RequestContext>({
    schema,
    plugins: [boundedDocuments, doneBefore, refusedSubscriptions, formattedErrors(log)] as Plugin[],
    maskedErrors: false, // formattedErrors does it
    parserAndValidationCache: false, // execute-plain.ts has a smaller one
    logging: false,
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
  });

/** What {@link createYogaServer} returns. */
export type Yoga = ReturnType<typeof createYogaServer>;

const boundedDocuments: Plugin = {
  onParse: ({ setParseFn }) =>
    setParseFn((source, options) => parse(source, { ...options, maxTokens: MAX_TOKENS })),
  onValidate({ addValidationRule }) {
    addValidationRule(boundedIntrospection);
    addValidationRule(unconditionalSubscriptions);
  },
};

/** Spares Yoga's `fetch` what was done before: the body is parsed, and perhaps its document is parsed and validated. */
const doneBefore: Plugin<RequestContext, RequestContext> = {
  onRequestParse: ({ serverContext: { params }, setRequestParser }) =>
    setRequestParser(() => params),
  onParse({ context: { checked }, setParsedDocument }) {
    if (checked) setParsedDocument(checked.document);
  },
  onValidate({ context: { checked }, setResult }) {
    if (checked) setResult(checked.errors);
  },
};

const AS_EVENTS =
  'Send subscriptions with `Accept: text/event-stream`: they are answered as server-sent events.';

/** Those that are to be answered as events do not come here (live-request.ts). */
const refusedSubscriptions: Plugin = {
  onSubscribe: ({ setResultAndStopExecution }) =>
    setResultAndStopExecution({
      errors: [
        new GraphQLError(AS_EVENTS, { extensions: { code: 'BAD_REQUEST', http: { status: 406 } } }),
      ],
    }),
};

const formattedErrors = (log: CallLog): Plugin<object, RequestContext> => ({
  onResultProcess({ result, setResult, serverContext }) {
    if ('errors' in result) setResult(formatErrors(result, serverContext, log));
  },
});
