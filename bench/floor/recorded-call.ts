import { createHash, randomUUID } from 'node:crypto';
import { bodyOf, headersOf, isSuccess } from '../load/answer-reader.ts';
import { ask } from '../load/connection.ts';
import type { Requests } from '../load/requests.ts';

/** What a floor does. The first four write, the last one reads. */
export const WORKS = ['createKey', 'encrypt', 'decrypt', 'generateDataKey', 'describeKey'] as const;
export type Work = (typeof WORKS)[number];

/** A call that the service has answered. Its floor writes the same rows and sends the same answer, with new ids. */
export interface RecordedCall {
  readonly work: Work;
  /** The key that was used or created. */
  readonly keyId: string;
  readonly requestId: string;
  /** The column of its nonce's row. Empty for a call without a nonce. */
  readonly nonceHash: string;
  /** Names and values in turn, but those that Node adds itself. */
  readonly headers: readonly string[];
  readonly body: string;
}

const ADDED_BY_NODE = ['connection', 'date', 'keep-alive'];
const REQUEST_ID = /^x-(?:acs-)?request-id$/;
const NEW_KEY_ID = /"keyId":"([^"]*)"/i;

/**
 * Sends one request to the service and records its answer.
 * @param called the kind of call, and the key that it uses, if it does not create one
 * @param requestsWith the requests that the floor is compared with; they use the given nonces
 * @throws Error if it is not done
 */
export async function record(
  url: string,
  called: Pick<RecordedCall, 'work' | 'keyId'>,
  requestsWith: (makeNonce: () => string) => Requests,
): Promise<RecordedCall> {
  const nonce = randomUUID();
  const answer = await ask(url, requestsWith(() => nonce).next());
  if (!isSuccess(answer)) throw new Error(`${called.work} failed:\n${answer.text}`);
  const headers = headersOf(answer);
  const body = bodyOf(answer);
  return {
    ...called,
    ...(called.work === 'createKey' && { keyId: NEW_KEY_ID.exec(body)?.[1] ?? '' }),
    requestId: headers.find(([name]) => REQUEST_ID.test(name))?.[1] ?? '',
    nonceHash: createHash('sha256').update(nonce).digest('base64url'),
    headers: headers.filter(([name]) => !ADDED_BY_NODE.includes(name.toLowerCase())).flat(),
    body,
  };
}
