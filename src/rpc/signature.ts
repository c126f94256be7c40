import { isSessionId } from '#identity/credentials.ts';
import { IncompleteSignatureError } from './errors.ts';
import { peekParameter, UnreadableRequestError } from './query-string.ts';
import type { RequestHead, RpcRequest } from './request.ts';
import { acs3Claim, isAcs3Claim, readAcs3 } from './signature-acs3.ts';
import { readV1 } from './signature-v1.ts';
import type { Claim, Signed } from './signed.ts';

const SCHEMES =
  'Two signature schemes are supported: ACS3-HMAC-SHA256 (or ACS3-HMAC-SM3) in the Authorization header, and HMAC-SHA1 (SignatureVersion 1.0) in the parameters. Set your client to one of them.';

const authorizationOf = ({ headers }: RequestHead): string => headers.get('authorization') ?? '';
const isAcs3 = (authorization: string): boolean => /^ACS3-/i.test(authorization);

/**
 * Reads the claim of a request before its parameters are decoded.
 * @param form the body, if it is already read
 * @returns undefined if the claim is not in what is read so far, or not in plain text; `readSigned`
 * then reads it
 * @throws KmsError IncompleteSignature
 */
export function readClaim(head: RequestHead, form = ''): Claim | undefined {
  const authorization = authorizationOf(head);
  if (isAcs3(authorization)) return acs3Claim(head, authorization);
  const { query } = head;
  const accessKeyId = query.get('AccessKeyId') ?? peekParameter(form, 'AccessKeyId');
  const timestamp = query.get('Timestamp') ?? peekParameter(form, 'Timestamp');
  if (!accessKeyId || !timestamp) return undefined;
  const securityToken = query.get('SecurityToken') ?? peekParameter(form, 'SecurityToken');
  // The token of a session may be in the form, which is read later.
  if (isSessionId(accessKeyId) && !securityToken) return undefined;
  return {
    accessKeyId,
    securityToken: securityToken || undefined,
    timestamp,
    timestampName: 'Timestamp',
  };
}

/**
 * Reads the signature by the scheme the request uses.
 * @param claim what `readClaim` has read of the same request
 * @throws KmsError for none, both, or an incomplete one
 */
export function readSigned(request: RpcRequest, claim?: Claim): Signed {
  const authorization = authorizationOf(request);
  if (!isAcs3(authorization)) {
    // A proxy may add an Authorization header of its own to a request that is signed in its
    // parameters.
    if (/^ACS\d/i.test(authorization) || (authorization && !request.params.has('Signature')))
      throw new IncompleteSignatureError(SCHEMES);
    return readV1(request);
  }
  if (request.params.has('Signature'))
    throw new UnreadableRequestError(
      'Sign in the parameters or in the Authorization header, not in both.',
    );
  return readAcs3(request, isAcs3Claim(claim) ? claim : acs3Claim(request, authorization));
}
