import type { IncomingMessage } from 'node:http';
import type { Principal } from '#domain/principal.ts';
import { hasBody } from '#http/read-body.ts';
import type { Exchange } from '#http/send.ts';
import type { Credentials } from '#identity/credentials.ts';
import type { GuessLimiter } from '#identity/guess-limiter.ts';
import { type Nonces, SKEW_MILLISECONDS } from '#identity/nonces.ts';
import type { Call } from '#pipeline/call.ts';
import { compareRequest } from './compare-request.ts';
import { readFormat } from './format.ts';
import { type Params, peekParameter } from './query-string.ts';
import { NO_FORM, type RequestHead, readForm, readHead } from './request.ts';
import { checkTarget, type RequestLimits, readLimitedBody } from './request-limits.ts';
import { readClaim } from './signature.ts';
import type { Claim, Signed } from './signed.ts';
import { checkTimestamp } from './time-and-nonce.ts';
import type { Understood } from './understood.ts';
import { checkCredential, ownerOf, type SignatureChecks } from './verify-signature.ts';

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

/**
 * Reads and authenticates a request. Cheap checks come first, so that a stranger costs little:
 * shape, time, access key, and only then the parameters and the signature.
 * @param understood gets the facts of the request as they are read
 */
export async function authenticate(
  { limits, credentials, guesses, nonces, clock }: AuthenticateOptions,
  message: IncomingMessage,
  { client: { address }, received, authenticated }: Exchange,
  understood: Understood,
): Promise<AuthenticatedRequest> {
  const checks: SignatureChecks = { credentials, guesses, clock, address };
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
  const { params, signed, requestTime, nonceText, compared } = await compareRequest(
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
