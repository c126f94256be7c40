import { randomUUID } from 'node:crypto';
import { recommend } from './recommend.ts';
import { type Handler, jsonReply } from './send.ts';

const CODE = 'ServiceUnavailableTemporary';

/** Answers everything while the service starts or stops: in the words of RPC's errors and of GraphQL's, since either may ask. */
export const unavailable =
  (why: string): Handler =>
  async ({ headers }) => {
    const requestId = randomUUID();
    const message = `Service Unavailable Temporary. ${why} Nothing was changed; try again shortly.`;
    const body = {
      RequestId: requestId,
      HostId: headers.host ?? '',
      Code: CODE,
      Message: message,
      Recommend: recommend(CODE, requestId),
      HttpStatus: 503,
      errors: [{ message, extensions: { code: CODE, requestId } }],
    };
    return {
      ...jsonReply(503, body, { 'x-acs-request-id': requestId, 'x-request-id': requestId }),
      log: { requestId, code: CODE },
    };
  };
