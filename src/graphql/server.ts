import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parse } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { ClientDisconnectedError, KmsError, ServiceUnavailableError } from '#domain/errors.ts';
import { faultOfOrigin, isPreflight } from '#http/cross-origin.ts';
import { BodyTooLargeError, decodeUtf8, readBody } from '#http/read-body.ts';
import { type Exchange, type Handler, jsonReply, type Reply } from '#http/send.ts';
import {
  InvalidBearerError,
  SecurityTokenError,
  UnauthenticatedError,
  wellFormedId,
} from '#identity/authentication-errors.ts';
import { readBasic } from '#identity/basic.ts';
import { authenticate, type Identity } from '#identity/callers.ts';
import { TooManyAttemptsError } from '#identity/guess-limiter.ts';
import type { Services } from '#pipeline/call.ts';
import { schema } from './build-schema.ts';
import type { GraphqlCall } from './call.ts';
import type { TRANSPORT_CODES } from './error-codes.ts';
import { toGraphqlError } from './errors.ts';
import { boundedIntrospection } from './introspection-cost.ts';
import { createCall } from './perform.ts';
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
    const originFault = faultOfOrigin(message.headers, allowedOrigins, identity.addresses);
    if (originFault && isPreflight(message))
      return refusal(403, 'Forbidden.NoPermission', originFault, requestId);
    if (message.method !== 'POST')
      return refusal(405, 'BAD_REQUEST', notByMethod(message.method), requestId, { allow: 'POST' });
    if (!/^application\/json\s*(;|$)/i.test(message.headers['content-type'] ?? ''))
      return refusal(415, 'BAD_REQUEST', 'Send the query as application/json.', requestId);
    if (originFault) return refusal(403, 'Forbidden.NoPermission', originFault, requestId);
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

/** The answer to an error before the query ran. @throws an error that is a bug */
function refusalOf(error: unknown, requestId: string, maxBodyBytes: number): Reply {
  if (error instanceof BodyTooLargeError)
    return refusal(413, 'BAD_REQUEST', `Send at most ${maxBodyBytes} bytes.`, requestId);
  if (error instanceof InvalidBearerError)
    return refusal(401, 'Unauthenticated', error.message, requestId, {
      'www-authenticate': 'Bearer error="invalid_token"', // RFC 6750 §3.1
    });
  if (error instanceof UnauthenticatedError)
    return refusal(401, 'Unauthenticated', error.message, requestId);
  if (error instanceof SecurityTokenError)
    return refusal(401, error.code, error.message, requestId);
  if (error instanceof TooManyAttemptsError)
    return refusal(429, error.code, error.message, requestId, {
      'retry-after': String(error.retryAfterSeconds),
    });
  if (error instanceof ServiceUnavailableError)
    return refusal(503, error.code, error.message, requestId);
  if (error instanceof KmsError) return refusal(403, error.code, error.message, requestId);
  throw error;
}

const notByMethod = (method = ''): string =>
  `Send GraphQL requests by POST with a JSON body; this one came by ${method}.${method === 'GET' ? ' In urql set preferGetMethod: false.' : ''}`;

/** An answer to a request that never became a query. */
function refusal(
  status: number,
  code: (typeof TRANSPORT_CODES)[number] | KmsError['code'],
  message: string,
  requestId: string,
  headers = {},
): Reply {
  const body = { errors: [{ message, extensions: { code, requestId } }] };
  return {
    ...jsonReply(status, body, { 'x-request-id': requestId, ...headers }),
    log: { requestId, code },
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
