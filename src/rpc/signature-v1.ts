import { createHmac } from 'node:crypto';
import { InvalidParameterError, MissingParameterError } from '#domain/errors.ts';
import { once } from './once.ts';
import { canonicalQuery, percentEncode } from './percent-encode.ts';
import type { RpcRequest } from './request.ts';
import type { Signed } from './signed.ts';

/**
 * The text that is signed: method, `/` and all parameters but the signature, encoded again: clients
 * encode in different ways.
 */
export const stringToSignV1 = (
  method: string,
  params: Iterable<readonly [string, string]>,
): string => {
  const signed = [...params].filter(([name]) => name !== 'Signature');
  return `${method}&%2F&${percentEncode(canonicalQuery(signed))}`;
};

/** HMAC-SHA1 with the key secret + `&` (help page "RPC request signature"). */
export const signV1 = (secret: Buffer, stringToSign: string): Buffer =>
  createHmac('sha1', Buffer.concat([secret, Buffer.from('&')]))
    .update(stringToSign)
    .digest();

/**
 * Reads a request that is signed in its parameters.
 * @throws MissingParameterError, InvalidParameterError
 */
export function readV1({ method, params }: RpcRequest): Signed {
  const required = (name: string): string => {
    const value = params.get(name);
    if (value === undefined) throw new MissingParameterError(name);
    return value;
  };
  const accessKeyId = required('AccessKeyId');
  const signature = required('Signature');
  if (required('SignatureMethod') !== 'HMAC-SHA1')
    throw new InvalidParameterError('SignatureMethod', 'Sign with HMAC-SHA1.');
  if (required('SignatureVersion') !== '1.0')
    throw new InvalidParameterError('SignatureVersion', 'Use 1.0.');
  if (params.get('SignatureType'))
    throw new InvalidParameterError('SignatureType', 'Leave it empty: only access keys can sign.');
  const stringToSign = once(() => stringToSignV1(method, params));
  const signatureBytes = Buffer.from(signature, 'base64');
  return {
    accessKeyId,
    securityToken: params.get('SecurityToken') || undefined,
    stringToSign,
    signature: signatureBytes,
    sign: (secret) => signV1(secret, stringToSign()),
    timestamp: params.get('Timestamp'),
    timestampName: 'Timestamp',
    // The nonce is optional in this scheme. Without one the signature is the nonce, encoded again:
    // many base64 texts decode to the same bytes.
    nonce: params.get('SignatureNonce') || signatureBytes.toString('base64'),
    action: params.get('Action'),
    version: params.get('Version'),
  };
}
