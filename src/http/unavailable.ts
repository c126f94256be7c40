import { randomUUID } from 'node:crypto';
import { errorReply } from './error-body.ts';
import type { Handler } from './send.ts';

/**
 * Answers every request with 503 while the service starts or stops. The body suits RPC and GraphQL
 * clients: nothing here reads which API a request is for.
 * @param reason a sentence that says why
 */
export const unavailable =
  (reason: string): Handler =>
  async ({ headers }) => {
    const requestId = randomUUID();
    const error = {
      status: 503,
      code: 'ServiceUnavailableTemporary',
      message: `Service Unavailable Temporary. ${reason} Nothing was changed. Try again shortly.`,
      requestId,
      host: headers.host ?? '',
    };
    return errorReply(error, { 'x-request-id': requestId }, { graphql: true });
  };
