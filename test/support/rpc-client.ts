import { createHash, createHmac, randomBytes } from 'node:crypto';
import { type RawReply, rawRequest } from './http.ts';
import type { Credential, Kms } from './kms.ts';

/** A signer of our own, written from the protocol's description and not from src, so that one can catch the other. */

const encode = (text: string): string => {
  const bytes = [...Buffer.from(text, 'utf8')];
  return bytes
    .map((byte) =>
      /[A-Za-z0-9._~-]/.test(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('');
};

const joined = (params: Readonly<Record<string, string>>): string =>
  Object.keys(params)
    .map((name) => [Buffer.from(name, 'utf8').toString('hex'), name] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, name]) => `${encode(name)}=${encode(params[name] ?? '')}`)
    .join('&');

export const timestampOf = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, 'Z');

/** The version of each service's API. */
export const VERSIONS = { kms: '2016-01-20', ram: '2015-05-01', sts: '2015-04-01' } as const;

/** Common parameters of a V1 request, not yet signed. */
export const commonV1 = (
  credential: Pick<Credential, 'id'>,
  action: string,
  now = new Date(),
): Record<string, string> => ({
  Action: action,
  Version: '2016-01-20',
  Format: 'JSON',
  AccessKeyId: credential.id,
  SignatureMethod: 'HMAC-SHA1',
  SignatureVersion: '1.0',
  SignatureNonce: randomBytes(16).toString('hex'),
  Timestamp: timestampOf(now),
});

/** Adds the signature. */
export function signV1(
  method: string,
  params: Readonly<Record<string, string>>,
  secret: string,
): Record<string, string> {
  const text = `${method}&%2F&${encode(joined(params))}`;
  return { ...params, Signature: createHmac('sha1', `${secret}&`).update(text).digest('base64') };
}

export interface V1Options {
  readonly method?: 'GET' | 'POST';
  /** Where the parameters travel. */
  readonly placement?: 'query' | 'form';
  /** Changes the parameters before they are signed; undefined removes one. */
  readonly params?: Readonly<Record<string, string | undefined>>;
  readonly now?: Date;
  /** The header User-Agent. Absent: none. */
  readonly userAgent?: string | undefined;
}

/** One action by the query-string API, signed in its parameters. */
export function callV1(
  kms: Pick<Kms, 'url'>,
  credential: Credential,
  action: string,
  input: Readonly<Record<string, string>> = {},
  options: V1Options = {},
): Promise<RawReply> {
  const { method = 'POST', placement = 'query', params = {}, now, userAgent } = options;
  const agent = userAgent === undefined ? [] : [['user-agent', userAgent] as const];
  const { securityToken: SecurityToken } = credential;
  const all = Object.entries({
    ...commonV1(credential, action, now),
    SecurityToken,
    ...input,
    ...params,
  }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const text = joined(signV1(method, Object.fromEntries(all), credential.secret));
  return placement === 'query'
    ? rawRequest(kms.url, { method, path: `/?${text}`, headers: agent })
    : rawRequest(kms.url, {
        method,
        headers: [['content-type', 'application/x-www-form-urlencoded'], ...agent],
        body: text,
      });
}

export interface Acs3Options {
  readonly method?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  /** Changes the headers before they are signed; undefined removes one. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly unsigned?: readonly string[];
  /** Changes the request after it was signed. */
  readonly tamper?: {
    readonly path?: string;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly now?: Date;
}

/** One action by the query-string API, signed in its headers. */
export function callAcs3(
  kms: Pick<Kms, 'url'>,
  credential: Credential,
  action: string,
  options: Acs3Options = {},
): Promise<RawReply> {
  const {
    method = 'POST',
    query = {},
    form,
    headers = {},
    unsigned = [],
    tamper = {},
    now = new Date(),
  } = options;
  const body = form ? joined(form) : '';
  const bodyHash = createHash('sha256').update(body).digest('hex');
  const given: Record<string, string | undefined> = {
    host: new URL(kms.url).host,
    'x-acs-action': action,
    'x-acs-version': '2016-01-20',
    'x-acs-date': timestampOf(now),
    'x-acs-signature-nonce': randomBytes(16).toString('hex'),
    'x-acs-content-sha256': bodyHash,
    ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    ...(credential.securityToken !== undefined && {
      'x-acs-accesskey-id': credential.id,
      'x-acs-security-token': credential.securityToken,
    }),
    ...headers,
  };
  const all = Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const signed = Object.keys(all)
    .filter((name) => !unsigned.includes(name))
    .sort();
  const canonical = [
    method,
    '/',
    joined(query),
    signed.map((name) => `${name}:${all[name]}\n`).join(''),
    signed.join(';'),
    all['x-acs-content-sha256'] ?? bodyHash,
  ].join('\n');
  const text = `ACS3-HMAC-SHA256\n${createHash('sha256').update(canonical).digest('hex')}`;
  const signature = createHmac('sha256', credential.secret).update(text).digest('hex');
  const authorization = `ACS3-HMAC-SHA256 Credential=${credential.id},SignedHeaders=${signed.join(';')},Signature=${signature}`;
  return rawRequest(kms.url, {
    method,
    path: tamper.path ?? (Object.keys(query).length > 0 ? `/?${joined(query)}` : '/'),
    headers: Object.entries({ ...all, authorization, ...tamper.headers }),
    body: tamper.body ?? body,
  });
}
