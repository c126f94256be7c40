import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import {
  ClientGoneError,
  InvalidParameterError,
  KmsError,
  MissingParameterError,
} from '#domain/errors.ts';
import { BodyTooLargeError, readBody } from '#http/read-body.ts';
import type { Exchange, Handler, Reply } from '#http/send.ts';
import type { AccessKeys } from '#identity/access-keys.ts';
import { wellFormedId } from '#identity/authentication-errors.ts';
import type { GuessLimiter } from '#identity/guess-limiter.ts';
import { type Nonces, SKEW_MILLISECONDS } from '#identity/nonces.ts';
import { findOperation, OPERATIONS } from '#operations/registry.ts';
import type { Call, Services } from '#pipeline/call.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import { performAny } from '#pipeline/perform.ts';
import { maxRequestBytes } from '#pipeline/sizes.ts';
import { faultOf, RequestTooLargeError } from './errors.ts';
import { inputOf } from './input.ts';
import { peek } from './query-string.ts';
import { readForm, readHead, withForm } from './request.ts';
import { type Dialect, errorReply, type Format, successReply } from './response.ts';
import {
  checkKnown,
  checkNonce,
  checkTimestamp,
  readClaim,
  readSigned,
  verify,
} from './signature.ts';
import type { Claim, Signed } from './signed.ts';

const API_VERSION = '2016-01-20';

/** The largest request that any operation takes: a stranger may send as much, and no more. */
const MAX_REQUEST_BYTES = Math.max(...OPERATIONS.map(maxRequestBytes));

export interface RpcOptions extends Dialect {
  readonly services: Services;
  readonly accessKeys: AccessKeys;
  readonly nonces: Nonces;
  readonly guesses: GuessLimiter;
  readonly maxBodyBytes: number;
  readonly maxQueryBytes: number;
}

/** What is known of a request, as far as it has been understood. */
interface Known {
  format: Format;
  accessKeyId?: string;
  operation?: AnyOperation;
}

/** The query-string API of the cloud's KMS: who signed, which operation, `perform`, and its answer in JSON or XML. */
export function rpcHandler(options: RpcOptions): Handler {
  const maxRequestBytes = Math.min(options.maxBodyBytes, MAX_REQUEST_BYTES);
  return async (message, exchange) => {
    const requestId = randomUUID();
    // Known as far as the request has been understood: an error is told in the format that was asked for.
    const known: Known = { format: 'JSON' };
    try {
      return await answer(
        { ...options, maxBodyBytes: maxRequestBytes },
        message,
        requestId,
        known,
        exchange,
      );
    } catch (error) {
      if (error instanceof ClientGoneError) throw error; // there is nobody to answer
      const fault = faultOf(error, known.operation, (bug) =>
        options.services.log.error({ requestId, error: bug }, 'bug'),
      );
      const actions = known.operation ? [known.operation.name] : [];
      if (!known.operation) options.services.meter.refused('rpc', fault.code);
      const accessKeyId = known.operation ? undefined : wellFormedId(known.accessKeyId);
      const reply = errorReply(fault, requestId, message.headers.host ?? '', known.format);
      return {
        ...reply,
        log: { requestId, actions, code: fault.code, ...(accessKeyId && { accessKeyId }) },
      };
    }
  };
}

async function answer(
  options: RpcOptions,
  message: IncomingMessage,
  requestId: string,
  known: Known,
  { gone, client: { address }, authenticated, received }: Exchange,
): Promise<Reply> {
  const { services, accessKeys, guesses } = options;
  const check = async (claim: Claim): Promise<Date> => {
    known.accessKeyId = claim.accessKeyId;
    const time = checkTimestamp(claim, services.clock(), SKEW_MILLISECONDS);
    await checkKnown(accessKeys, guesses, claim, address);
    return time;
  };
  // What costs little first: shape, time, whether there is such an access key. A stranger gets no further.
  const head = readHead(checkTarget(options, message));
  known.format = readFormat(head.query.get('Format'));
  const claim = readClaim(head);
  if (claim) await check(claim);
  const form = readForm(head, await readBounded(options, message, received));
  known.format = readFormat(head.query.get('Format') ?? peek(form.text, 'Format'));
  const claimInForm = claim ?? readClaim(head, form.text);
  if (claimInForm && !claim) await check(claimInForm);
  const request = withForm(head, form);
  known.format = readFormat(request.params.get('Format'));
  const signed = readSigned(request);
  const requestTime = await check(signed);
  const nonceText = checkNonce(signed.nonce);
  const principal = await verify(accessKeys, guesses, signed, address);
  authenticated();
  const nonce = options.nonces.remember(principal, nonceText, requestTime);
  const operation = chooseOperation(signed);
  known.operation = operation;
  const call: Call = { requestId, surface: 'rpc', principal, services, performed: [], nonce, gone };
  const output = await performAny(operation, call, inputOf(operation, request.params));
  return {
    ...successReply(output, operation.name, requestId, known.format, options),
    log: { requestId, actions: [operation.name], code: 'Done' },
  };
}

function checkTarget({ maxQueryBytes }: RpcOptions, message: IncomingMessage): IncomingMessage {
  if (message.method !== 'GET' && message.method !== 'POST')
    throw new KmsError(
      'UnsupportedHTTPMethod',
      'This http method is not supported. Use GET or POST.',
    );
  if ((message.url ?? '').length > maxQueryBytes)
    throw new RequestTooLargeError(414, maxQueryBytes);
  return message;
}

async function readBounded(
  { maxBodyBytes }: RpcOptions,
  message: IncomingMessage,
  received: () => void,
): Promise<Buffer> {
  try {
    return await readBody(message, maxBodyBytes, received);
  } catch (error) {
    throw error instanceof BodyTooLargeError ? new RequestTooLargeError(413, maxBodyBytes) : error;
  }
}

/** JSON where nothing is said; SDKs write the word in either case. */
function readFormat(text: string | undefined): Format {
  const format = (text || 'JSON').toUpperCase();
  if (format !== 'JSON' && format !== 'XML')
    throw new InvalidParameterError('Format', 'Use JSON or XML.');
  return format;
}

function chooseOperation({ action, version }: Signed): AnyOperation {
  if (!action) throw new MissingParameterError('Action');
  if (!version) throw new MissingParameterError('Version');
  if (version !== API_VERSION)
    throw new KmsError(
      'InvalidVersion',
      `Specified parameter Version is not valid. Use ${API_VERSION}.`,
    );
  const operation = findOperation(action);
  if (!operation)
    throw new KmsError(
      'InvalidAction.NotFound',
      'Specified api is not found, please check your url and method.',
    );
  return operation;
}
