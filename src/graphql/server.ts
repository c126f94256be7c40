import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { ClientDisconnectedError, type KmsError } from '#domain/errors.ts';
import { decodeUtf8, readBody } from '#http/read-body.ts';
import type { Exchange, Handler, Reply } from '#http/send.ts';
import { wellFormedId } from '#identity/authentication-errors.ts';
import { readBasic } from '#identity/basic.ts';
import { authenticate, type Identity } from '#identity/callers.ts';
import type { Services } from '#pipeline/call.ts';
import { schema } from './build-schema.ts';
import type { GraphqlCall } from './call.ts';
import { toGraphqlError } from './errors.ts';
import { boundedIntrospection } from './introspection-cost.ts';
import { createCall } from './perform.ts';
import { refusal, refusalOf, refusalOfForm } from './refusals.ts';
import { faultOfBody } from './request-body.ts';

/** Parts of the server that GraphQL needs, and the limits of a request. */
export interface GraphqlOptions {
  readonly services: Services;
  readonly identity: Identity;
  /** Other origins whose pages may send requests. */
  readonly allowedOrigins: ReadonlySet<string>;
  readonly maxBodyBytes: number;
  readonly maxQueryDepth: number;
  readonly maxQueryCost: number;
}

/** No document of use is longer; it bounds the parser's recursion. */
const MAX_TOKENS = 4_000;

interface ServerContext {
  readonly call: GraphqlCall;
  /** The codes of the answer's errors, for the request log. */
  readonly codes: unknown[];
}

/** GraphQL Yoga with nothing but the execution of documents: all of HTTP is done here. */
function createServer(services: Services) {
  return createYoga<ServerContext, GraphqlCall>({
    schema,
    context: ({ call }) => call,
    plugins: [boundedDocuments, formatErrors(services)] as Plugin[],
    maskedErrors: false, // formatErrors does it
    logging: false,
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
  });
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
  maxBodyBytes,
  maxQueryDepth,
  maxQueryCost,
}: GraphqlOptions) {
  const yoga = createServer(services);
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
    const body = decodeUtf8(await readBody(message, maxBodyBytes, received));
    const fault = faultOfBody(body);
    if (fault) return refusal(fault.status, fault.code, fault.message, requestId);
    const codes: unknown[] = [];
    const call = createCall(
      {
        requestId,
        surface: 'graphql',
        principal,
        client,
        services,
        performed: [],
        countedIn: new Set(),
        signal,
      },
      limits,
    );
    const headers = {
      'content-type': 'application/json',
      accept: message.headers.accept ?? 'application/json',
    };
    const response = await yoga.fetch(
      'http://localhost/graphql',
      { method: 'POST', headers, body: body ?? '' },
      { call, codes },
    );
    await call.commitReads();
    return {
      status: response.status,
      headers: {
        'content-type': response.headers.get('content-type') ?? 'application/json',
        'x-request-id': requestId,
      },
      body: await response.text(),
      log: { requestId, actions: call.performed, code: String(codes[0] ?? 'Done') },
    };
  };
}

const boundedDocuments: Plugin = {
  onParse: ({ setParseFn }) =>
    setParseFn((source, options) => parse(source, { ...options, maxTokens: MAX_TOKENS })),
  onValidate: ({ addValidationRule }) => addValidationRule(boundedIntrospection),
};

const UNAVAILABLE: KmsError['code'] = 'ServiceUnavailableTemporary';
const isNothing = (data: unknown): boolean =>
  Object.values(data ?? {}).every((value) => value === null);

const formatErrors = ({ log }: Services): Plugin<object, ServerContext> => ({
  onResultProcess({ result, setResult, serverContext: { call, codes } }) {
    const { requestId } = call;
    if (!('errors' in result) || !result.errors) return;
    const errors = result.errors.map((error) =>
      toGraphqlError(
        error,
        requestId,
        (bug) =>
          bug instanceof ClientDisconnectedError || log.error({ requestId, error: bug }, 'bug'),
      ),
    );
    codes.push(...errors.map(({ extensions }) => extensions.code));
    const [first] = errors;
    // Nothing was done, and nothing could be: proxies and monitors understand the status.
    if (
      first &&
      isNothing(result.data) &&
      errors.every(({ extensions }) => extensions.code === UNAVAILABLE)
    )
      first.extensions.http = { status: 503 };
    setResult({ ...result, errors });
  },
});
