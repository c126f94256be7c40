import type { Surface } from '../support/caller.ts';
import { type RawReply, rawRequest } from '../support/http.ts';
import type { Credential } from '../support/kms.ts';
import { factsOf } from '../support/operation/discover.ts';
import { callV1, VERSIONS } from '../support/rpc-client.ts';

export const credential: Credential = {
  accountId: '',
  id: 'crash',
  secret: 'a-secret-for-the-crash',
};

/** The name of an operation. */
export type Asked = string;

export type Input = Readonly<Record<string, string>>;

/** What a caller learns. Without a code of the service's: nobody answered, or the outcome is said not to be known. */
export interface Answer {
  readonly code: string;
  readonly requestId: string | undefined;
  readonly data: Input;
}

export const DONE = 'Done';
export const UNKNOWN = 'Unknown';
export const UNAVAILABLE = 'ServiceUnavailableTemporary';

/** Asks a server for one operation. Input and answer in GraphQL's names, bytes as base64. */
export async function ask(
  url: string,
  surface: Surface,
  asked: Asked,
  input: Input,
): Promise<Answer> {
  try {
    return await (surface === 'rpc' ? askRpc : askGraphql)(url, asked, input);
  } catch (error) {
    if (!BROKEN.has(String((error as { code?: unknown }).code))) throw error;
    return { code: UNKNOWN, requestId: undefined, data: {} };
  }
}

/** What becomes of a connection when the server dies. */
const BROKEN = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

async function askRpc(url: string, asked: Asked, input: Input): Promise<Answer> {
  const reply = await callV1(
    { url },
    credential,
    asked,
    renamed(input, (initial) => initial.toUpperCase()),
    { params: { Version: VERSIONS[(await factsOf(asked)).operation.service ?? 'kms'] } },
  );
  const { RequestId, Code, Message, KeyMetadata, KeyVersion, ...rest } = reply.json as Record<
    string,
    string
  > & {
    KeyMetadata?: Input;
    KeyVersion?: Input;
  };
  if (reply.status !== 200) return refused(reply, Code, Message, RequestId);
  return {
    code: DONE,
    requestId: RequestId,
    data: renamed(KeyMetadata ?? KeyVersion ?? rest, (initial) => initial.toLowerCase()),
  };
}

const renamed = (fields: Input, first: (initial: string) => string): Input =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name.replace(/^./, first), value]),
  );

async function askGraphql(url: string, asked: Asked, input: Input): Promise<Answer> {
  const { document } = await factsOf(asked);
  const authorization = `Basic ${Buffer.from(`${credential.id}:${credential.secret}`).toString('base64')}`;
  const reply = await rawRequest(url, {
    method: 'POST',
    path: '/graphql',
    headers: Object.entries({ 'content-type': 'application/json', authorization }),
    body: JSON.stringify({
      query: String(document),
      variables: asked === 'DescribeKey' ? input : { input },
    }),
  });
  const requestId = reply.headers['x-request-id'] as string | undefined;
  const { data, errors } = reply.json as {
    data?: { answer?: Input };
    errors?: { message: string; extensions: Input }[];
  };
  const [error] = errors ?? [];
  if (error || !data?.answer)
    return refused(reply, error?.extensions.code, error?.message, requestId);
  return { code: DONE, requestId, data: data.answer };
}

function refused(
  { status, text }: RawReply,
  code = `${status} ${text}`,
  message = '',
  requestId?: string,
): Answer {
  const isUnknown = code === UNAVAILABLE && !message.includes('Nothing was changed');
  return { code: isUnknown ? UNKNOWN : code, requestId, data: {} };
}
