import { createHmac } from 'node:crypto';
import { InvalidParameterError, MissingParameterError } from '#domain/errors.ts';
import { once } from './once.ts';
import { percentEncode, sortedNames } from './percent-encode.ts';
import type { Params } from './query-string.ts';
import type { RpcRequest } from './request.ts';
import type { Signed } from './signed.ts';

/**
 * The text that is signed: method, `/` and the canonical query of all parameters but the signature.
 * Clients encode in different ways, so the parameters are encoded again, and the query as a whole once
 * more. It is written directly in its second encoding: `=` is %3D there, `&` is %26 and `%` is %25.
 */
export function stringToSignV1(method: string, params: Params): string {
  let query = '';
  for (const name of sortedNames(params)) {
    if (name === 'Signature') continue;
    query += `${query && '%26'}${encodeTwice(name)}%3D${encodeTwice(params.get(name) ?? '')}`;
  }
  return `${method}&%2F&${query}`;
}

function encodeTwice(text: string): string {
  const encoded = percentEncode(text);
  // Most texts are the same encoded, and `replaceAll` would look through them again.
  return encoded === text ? text : encoded.replaceAll('%', '%25');
}

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
