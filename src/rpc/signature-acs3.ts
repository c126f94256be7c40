import { createHmac, hash } from 'node:crypto';
import { InvalidParameterError } from '#domain/errors.ts';
import { type Acs3Authorization, parseAcs3Authorization } from './acs3-authorization.ts';
import { IncompleteSignatureError } from './errors.ts';
import { once } from './once.ts';
import { canonicalQuery } from './percent-encode.ts';
import type { RequestHead, RpcRequest } from './request.ts';
import type { Claim, Signed } from './signed.ts';

/** Hash function by the scheme's name (help page "V3 request body and signature"). */
const HASHES: Readonly<Record<string, string>> = {
  'ACS3-HMAC-SHA256': 'sha256',
  'ACS3-HMAC-SM3': 'sm3',
};

/**
 * These headers decide what a request means. If they were not signed, an attacker could change the
 * request.
 */
const MUST_BE_SIGNED = [
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-content-sha256',
  'x-acs-security-token',
  'x-acs-accesskey-id',
];

/** The claim of a request that is signed in its headers. */
export interface Acs3Claim extends Claim {
  readonly acs3: Acs3Authorization;
}

/** Whether a request is signed in its headers. */
export const isAcs3Claim = (claim: Claim | undefined): claim is Acs3Claim =>
  claim?.acs3 !== undefined;

/** @throws IncompleteSignatureError */
export function acs3Claim({ headers, query }: RequestHead, authorization: string): Acs3Claim {
  const acs3 = parseAcs3Authorization(authorization);
  const { accessKeyId } = acs3;
  hashOf(acs3.algorithm);
  const named = headers.get('x-acs-accesskey-id');
  if (named && named !== accessKeyId)
    throw new IncompleteSignatureError(
      'The header x-acs-accesskey-id must name the access key of Credential.',
    );
  const securityToken = headers.get('x-acs-security-token') || query.get('SecurityToken');
  const timestamp = headers.get('x-acs-date');
  return {
    accessKeyId,
    securityToken: securityToken || undefined,
    timestamp,
    timestampName: 'x-acs-date',
    acs3,
  };
}

function hashOf(algorithm: string): string {
  const name = HASHES[algorithm];
  if (!name) throw new IncompleteSignatureError(`Sign with ${Object.keys(HASHES).join(' or ')}.`);
  return name;
}

/**
 * The canonical request, whose hash is signed. `bodyHash` (lower-case hex) covers the form body.
 */
export function canonicalRequest(
  { method, headers, query }: RpcRequest,
  signedHeaders: readonly string[],
  bodyHash: string,
): string {
  const lines = signedHeaders.toSorted().map((name) => `${name}:${headers.get(name) ?? ''}\n`);
  return [
    method,
    '/',
    canonicalQuery(query),
    lines.join(''),
    signedHeaders.join(';'),
    bodyHash,
  ].join('\n');
}

/**
 * Reads a request that is signed in its headers.
 * @throws IncompleteSignatureError, InvalidParameterError
 */
export function readAcs3(request: RpcRequest, claim: Acs3Claim): Signed {
  const { headers, query, body } = request;
  const { algorithm, signedHeaders, signature } = claim.acs3;
  const hashName = hashOf(algorithm);
  const isSigned = (name: string) => headers.has(name) && signedHeaders.includes(name);
  for (const name of MUST_BE_SIGNED)
    if (headers.has(name) && !isSigned(name))
      throw new IncompleteSignatureError(`The header ${name} must be among SignedHeaders.`);

  /** Action and version count where they are signed: in a signed header, or in the query. */
  const signedValue = (header: string, parameter: string): string | undefined => {
    if (!headers.has(header)) return query.get(parameter);
    if (!isSigned(header) && !query.has(parameter))
      throw new IncompleteSignatureError(`The header ${header} must be among SignedHeaders.`);
    if (query.has(parameter) && query.get(parameter) !== headers.get(header))
      throw new InvalidParameterError(parameter, `It differs from the header ${header}.`);
    return headers.get(header);
  };

  const bodyHash = hash(hashName, body, 'hex');
  if (headers.get('x-acs-content-sha256') !== bodyHash)
    throw new IncompleteSignatureError(
      'The header x-acs-content-sha256 must be the hash of the body, in lower-case hex.',
    );
  // Node decodes headers as Latin-1. Encoded as Latin-1 again they are the bytes that were signed.
  const stringToSign = once(() => {
    const canonical = Buffer.from(canonicalRequest(request, signedHeaders, bodyHash), 'latin1');
    return `${algorithm}\n${hash(hashName, canonical, 'hex')}`;
  });
  return {
    ...claim,
    stringToSign,
    signature: Buffer.from(signature, 'hex'),
    sign: (secret) => createHmac(hashName, secret).update(stringToSign()).digest(),
    nonce: headers.get('x-acs-signature-nonce'),
    action: signedValue('x-acs-action', 'Action'),
    version: signedValue('x-acs-version', 'Version'),
  };
}
