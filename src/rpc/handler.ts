import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ClientDisconnectedError } from '#domain/errors.ts';
import type { Exchange, Handler, Reply } from '#http/send.ts';
import { wellFormedId } from '#identity/authentication-errors.ts';
import { OPERATIONS } from '#operations/registry.ts';
import type { Call, Services } from '#pipeline/call.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import { performAny } from '#pipeline/perform.ts';
import { maxRequestBytes } from '#pipeline/sizes.ts';
import {
  type AuthenticatedRequest,
  type AuthenticateOptions,
  authenticate,
} from './authenticate.ts';
import { chooseOperation } from './choose-operation.ts';
import { toFault } from './errors.ts';
import type { Format } from './format.ts';
import { readInput } from './input.ts';
import type { RequestLimits } from './request-limits.ts';
import { errorReply, successReply, type XmlOptions } from './response.ts';
import { nothingUnderstood, type Understood } from './understood.ts';

/** No operation takes a larger request, so strangers cannot send one either. */
const MAX_REQUEST_BYTES = Math.max(...OPERATIONS.map(maxRequestBytes));

/** What the RPC API needs, opened by server.ts. */
export interface RpcOptions
  extends XmlOptions,
    RequestLimits,
    Omit<AuthenticateOptions, 'limits' | 'clock'> {
  readonly services: Services;
}

/**
 * The RPC API, compatible with Alibaba Cloud KMS 2016-01-20. A request is read in these steps:
 * query string, parameters and signature (authenticate.ts), operation, input, answer.
 */
export function rpcHandler(options: RpcOptions): Handler {
  const { services, credentials, guesses, nonces, maxQueryBytes } = options;
  const maxBodyBytes = Math.min(options.maxBodyBytes, MAX_REQUEST_BYTES);
  const authenticateOptions: AuthenticateOptions = {
    limits: { maxBodyBytes, maxQueryBytes },
    credentials,
    guesses,
    nonces,
    clock: services.clock,
  };
  return async (message, exchange) => {
    const requestId = randomUUID();
    const understood = nothingUnderstood();
    try {
      const request = await authenticate(authenticateOptions, message, exchange, understood);
      const operation = chooseOperation(request);
      understood.operation = operation;
      return await answer(options, operation, request, requestId, exchange, understood.format);
    } catch (error) {
      return refuse(services, error, understood, requestId, message);
    }
  };
}

async function answer(
  { services, xmlRoot }: RpcOptions,
  operation: AnyOperation,
  { params, principal, nonce }: AuthenticatedRequest,
  requestId: string,
  { signal, client }: Exchange,
  format: Format,
): Promise<Reply> {
  const call: Call = {
    requestId,
    surface: 'rpc',
    principal,
    client,
    services,
    performed: [],
    countedIn: new Set(),
    nonce,
    signal,
  };
  const output = await performAny(operation, call, readInput(operation, params));
  return {
    ...successReply(output, operation, requestId, format, { xmlRoot }),
    log: { requestId, actions: [operation.name], code: 'Done' },
  };
}

/**
 * The error in the format that the request asks for, as far as it was understood.
 * @throws ClientDisconnectedError: nobody reads an answer
 */
function refuse(
  { log, meter }: Services,
  error: unknown,
  { format, claim, operation }: Understood,
  requestId: string,
  { headers: { host = '' } }: IncomingMessage,
): Reply {
  if (error instanceof ClientDisconnectedError) throw error;
  const fault = toFault(error, operation, (bug) => log.error({ requestId, error: bug }, 'bug'));
  const { code } = fault;
  const reply = errorReply(fault, requestId, host, format);
  if (operation) return { ...reply, log: { requestId, actions: [operation.name], code } };
  meter.refused('rpc', code);
  const accessKeyId = wellFormedId(claim?.accessKeyId);
  return { ...reply, log: { requestId, actions: [], code, ...(accessKeyId && { accessKeyId }) } };
}
