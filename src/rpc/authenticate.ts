import type { IncomingMessage } from 'node:http';
import type { Principal } from '#domain/principal.ts';
import { hasBody } from '#http/read-body.ts';
import type { Exchange } from '#http/send.ts';
import type { Credentials } from '#identity/credentials.ts';
import type { GuessLimiter } from '#identity/guess-limiter.ts';
import { type Nonces, SKEW_MILLISECONDS } from '#identity/nonces.ts';
import type { Call } from '#pipeline/call.ts';
import { readFormat } from './format.ts';
import { type Params, peekParameter } from './query-string.ts';
import { type Form, NO_FORM, type RequestHead, readForm, readHead, withForm } from './request.ts';
import { checkTarget, type RequestLimits, readLimitedBody } from './request-limits.ts';
import { readClaim, readSigned } from './signature.ts';
import type { Claim, Signed } from './signed.ts';
import { checkNonce, checkTimestamp } from './time-and-nonce.ts';
import type { Understood } from './understood.ts';
import {
  type Compared,
  checkCredential,
  compareLater,
  compareSignature,
  ownerOf,
  type SignatureChecks,
} from './verify-signature.ts';

/** What `authenticate` needs besides the request. */
export interface AuthenticateOptions {
  readonly limits: RequestLimits;
  readonly credentials: Credentials;
  readonly guesses: GuessLimiter;
  readonly nonces: Nonces;
  /** @throws ServiceUnavailableError while this server's clock is wrong */
  readonly clock: () => Date;
}

/** A request whose signature is right. */
export interface AuthenticatedRequest extends Pick<Signed, 'action' | 'version'> {
  readonly params: Params;
  readonly principal: Principal;
  readonly nonce: NonNullable<Call['nonce']>;
}

/** A decoded request whose signature was compared. */
interface ComparedRequest {
  readonly params: Params;
  readonly signed: Signed;
  readonly requestTime: Date;
  readonly nonceText: string;
  readonly compared: Compared;
}

/**
 * Reads and authenticates a request. Cheap checks come first, so that a stranger costs little:
 * shape, time, access key, and only then the parameters and the signature.
 * @param understood gets the facts of the request as they are read
 */
export async function authenticate(
  { limits, nonces, ...options }: AuthenticateOptions,
  message: IncomingMessage,
  { client: { address }, received, authenticated }: Exchange,
  understood: Understood,
): Promise<AuthenticatedRequest> {
  const checks = { ...options, address };
  checkTarget(message, limits);
  const head = readHead(message);
  understand(understood, head, '');
  let form = NO_FORM;
  let isChecked = false;
  if (hasBody(message)) {
    isChecked = understood.claim !== undefined;
    if (understood.claim) await checkClaim(checks, understood.claim);
    form = readForm(head, await readLimitedBody(message, limits, received));
    understand(understood, head, form.text);
  }
  const { params, signed, requestTime, nonceText, compared } = await compare(
    checks,
    { head, form, isChecked },
    understood,
  );
  const principal = await ownerOf(checks, signed, compared);
  authenticated();
  const nonce = nonces.remember(principal, nonceText, requestTime);
  return { params, principal, nonce, action: signed.action, version: signed.version };
}

/** Adds format and claim, as far as the text read so far tells them. */
function understand(understood: Understood, head: RequestHead, formText: string): void {
  understood.format = readFormat(head.query.get('Format') ?? peekParameter(formText, 'Format'));
  understood.claim ??= readClaim(head, formText);
}

async function checkClaim(checks: SignatureChecks, claim: Claim): Promise<void> {
  checkTimestamp(claim, checks.clock(), SKEW_MILLISECONDS);
  await checkCredential(checks, claim);
}

/** A request that is read to its end. */
interface ReadRequest {
  readonly head: RequestHead;
  readonly form: Form;
  /** Whether time and credential of the claim were checked. */
  readonly isChecked: boolean;
}

/**
 * Decodes a request, and compares its signature. What was not checked before is checked first. The
 * time is always checked again: the body may take a minute, and a nonce is not stored for longer than
 * its request may be used.
 */
async function compare(
  checks: SignatureChecks,
  { head, form, isChecked }: ReadRequest,
  understood: Understood,
): Promise<ComparedRequest> {
  const { claim } = understood;
  const read = () => {
    const request = withForm(head, form);
    const { params } = request;
    understood.format = readFormat(params.get('Format'));
    const signed = readSigned(request, claim);
    understood.claim = signed;
    return {
      params,
      signed,
      requestTime: checkTimestamp(signed, checks.clock(), SKEW_MILLISECONDS),
    };
  };
  if (claim && !isChecked) {
    checkTimestamp(claim, checks.clock(), SKEW_MILLISECONDS);
    const atOnce = await checkCredential(checks, claim, (credential) => {
      const whole = read();
      if (!isSame(claim, whole.signed)) return undefined;
      const nonceText = checkNonce(whole.signed.nonce);
      return { ...whole, nonceText, compared: compareSignature(credential, whole.signed) };
    });
    if (atOnce) return atOnce;
  }
  const whole = read();
  const { signed } = whole;
  if (!claim || !isSame(claim, signed)) await checkCredential(checks, signed);
  const nonceText = checkNonce(signed.nonce);
  return { ...whole, nonceText, compared: await compareLater(checks, signed) };
}

/** Whether two claims name the same credential. */
const isSame = (a: Claim, b: Claim): boolean =>
  a.accessKeyId === b.accessKeyId && a.securityToken === b.securityToken;
