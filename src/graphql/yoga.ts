import { type DocumentNode, type GraphQLError, parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import type { CallLog } from '#pipeline/call.ts';
import { schema } from './build-schema.ts';
import type { GraphqlCall } from './call.ts';
import { formatErrors } from './format-errors.ts';
import { boundedIntrospection } from './introspection-cost.ts';
import type { RequestParams } from './request-body.ts';

/** No document of use is longer; it bounds the parser's recursion. */
const MAX_TOKENS = 4_000;

/** A document, and what validation finds wrong with it. */
export interface CheckedDocument {
  readonly document: DocumentNode;
  readonly errors: readonly GraphQLError[];
}

/** What resolvers get as their call, and the plugins besides. */
export interface RequestContext extends GraphqlCall {
  readonly params: RequestParams;
  /** The codes of the answer's errors, for the request log. */
  readonly codes: unknown[];
  /** The document of `params`, if it was parsed and validated before Yoga's `fetch`. */
  checked?: CheckedDocument;
}

/** GraphQL Yoga with nothing but the execution of documents: all of HTTP is done here. */
export const createYogaServer = (log: CallLog) =>
  createYoga<RequestContext>({
    schema,
    plugins: [boundedDocuments, doneBefore, formattedErrors(log)] as Plugin[],
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
  onValidate: ({ addValidationRule }) => addValidationRule(boundedIntrospection),
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

const formattedErrors = (log: CallLog): Plugin<object, RequestContext> => ({
  onResultProcess({ result, setResult, serverContext }) {
    if ('errors' in result) setResult(formatErrors(result, serverContext, log));
  },
});
