import type { AnyOperation } from '#pipeline/operation.ts';
import { postGraphql } from '../graphql-client.ts';
import type { Credential, Kms } from '../kms.ts';
import { callV1, VERSIONS } from '../rpc-client.ts';
import type { Surface } from '../surfaces.ts';
import type { Facts } from './facts.ts';
import { graphqlVariables, rpcParameters } from './spell.ts';
import type { Input } from './subject.ts';

/** `ok` and the answer, or the code of the error. */
export interface Outcome {
  readonly outcome: string;
  readonly answer?: unknown;
  readonly message?: string;
  readonly field?: string | undefined;
  readonly requestId?: string | undefined;
}

export interface CallOptions {
  /** The client's clock. */
  readonly now?: Date;
  /** The header User-Agent. Absent: that of the client in use. */
  readonly userAgent?: string;
}

export const hasSurface = (surface: Surface, { rpcOnly, graphqlOnly }: AnyOperation): boolean =>
  surface === 'rpc' ? !graphqlOnly : !rpcOnly;

/** Calls any operation by either surface. */
export const callOperation = (
  surface: Surface,
  kms: Kms,
  credential: Credential,
  facts: Facts,
  input: Input,
  options: CallOptions = {},
): Promise<Outcome> =>
  surface === 'rpc'
    ? callByRpc(kms, credential, facts, input, options)
    : callByGraphql(kms, credential, facts, input, options);

async function callByRpc(
  kms: Kms,
  credential: Credential,
  { operation }: Facts,
  input: Input,
  options: CallOptions,
): Promise<Outcome> {
  const parameters = rpcParameters(operation, input);
  const Version = VERSIONS[operation.service ?? 'kms'];
  const { status, json } = await callV1(kms, credential, operation.name, parameters, {
    ...options,
    params: { Version },
  });
  const { RequestId, Code, Message, ...answer } = json;
  return status === 200
    ? { outcome: 'ok', answer }
    : { outcome: String(Code), message: String(Message), requestId: String(RequestId) };
}

async function callByGraphql(
  kms: Kms,
  credential: Credential,
  { operation, document, graphqlInput = (input) => input }: Facts,
  input: Input,
  { userAgent }: CallOptions,
): Promise<Outcome> {
  if (!document) throw new Error(`${operation.name} has no GraphQL document`);
  const spelled = graphqlVariables(graphqlInput(input));
  const { data, errors } = await postGraphql(
    kms,
    credential,
    {
      query: String(document),
      variables: operation.effect === 'read' ? spelled : { input: spelled },
    },
    userAgent === undefined ? {} : { 'user-agent': userAgent },
  );
  const [error] = errors ?? [];
  if (!error) return { outcome: 'ok', answer: data?.answer };
  const { code, requestId, field } = error.extensions as Record<string, string | undefined>;
  return { outcome: String(code), message: error.message, requestId, field };
}
