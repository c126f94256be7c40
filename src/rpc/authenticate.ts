import type { IncomingMessage } from 'node:http';
import type { Principal } from '#domain/principal.ts';
import type { Exchange } from '#http/send.ts';
import type { Credentials } from '#identity/credentials.ts';
import type { GuessLimiter } from '#identity/guess-limiter.ts';
import { type Nonces, SKEW_MILLISECONDS } from '#identity/nonces.ts';
import type { Call } from '#pipeline/call.ts';
import { readFormat } from './format.ts';
import { type Params, peekParameter } from './query-string.ts';
import { type RequestHead, readForm, readHead, withForm } from './request.ts';
import { checkTarget, type RequestLimits, readLimitedBody } from './request-limits.ts';
import { readClaim, readSigned } from './signature.ts';
import type { Signed } from './signed.ts';
import { checkNonce, checkTimestamp } from './time-and-nonce.ts';
import { NOTHING_UNDERSTOOD, step, type Understood } from './understood.ts';
import { checkCredential, type SignatureChecks, verifySignature } from './verify-signature.ts';

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
  readonly understood: Understood;
  readonly params: Params;
  readonly principal: Principal;
  readonly nonce: NonNullable<Call['nonce']>;
}

type Checks = SignatureChecks;

/**
 * Reads and authenticates a request. Cheap checks come first, so that a stranger costs little:
 * shape, time, access key, and only then the parameters and the signature.
 * @throws StepError
 */
export async function authenticate(
  { limits, nonces, ...options }: AuthenticateOptions,
  message: IncomingMessage,
  { client: { address }, received, authenticated }: Exchange,
): Promise<AuthenticatedRequest> {
  const checks = { ...options, address };
  const head = await step(NOTHING_UNDERSTOOD, () => {
    checkTarget(message, limits);
    return readHead(message);
  });
  const fromHead = await understand(checks, NOTHING_UNDERSTOOD, head, '');
  const form = await step(fromHead, async () =>
    readForm(head, await readLimitedBody(message, limits, received)),
  );
  const fromForm = await understand(checks, fromHead, head, form.text);
  const request = await step(fromForm, () => withForm(head, form));
  const format = await step(fromForm, () => readFormat(request.params.get('Format')));
  const signed = await step({ ...fromForm, format }, () => readSigned(request));
  const understood: Understood = { format, claim: signed };
  return step(understood, async () => {
    const requestTime = await checkSigned(checks, fromForm, signed);
    const nonceText = checkNonce(signed.nonce);
    const principal = await verifySignature(checks, signed);
    authenticated();
    const nonce = nonces.remember(principal, nonceText, requestTime);
    const { action, version } = signed;
    return { understood, params: request.params, principal, nonce, action, version };
  });
}

/**
 * Adds format and claim, as far as the text read so far tells them, and checks a claim that is new.
 */
async function understand(
  checks: Checks,
  known: Understood,
  head: RequestHead,
  formText: string,
): Promise<Understood> {
  const format = await step(known, () =>
    readFormat(head.query.get('Format') ?? peekParameter(formText, 'Format')),
  );
  if (known.claim) return { ...known, format };
  const claim = await step({ format }, () => readClaim(head, formText));
  if (!claim) return { format };
  await step({ format, claim }, async () => {
    checkTimestamp(claim, checks.clock(), SKEW_MILLISECONDS);
    await checkCredential(checks, claim);
  });
  return { format, claim };
}

/**
 * Checks what no earlier claim has been checked for. The time is always checked again: the body may
 * take a minute, and a nonce is not stored for longer than its request may be used.
 */
async function checkSigned(checks: Checks, { claim }: Understood, signed: Signed): Promise<Date> {
  const requestTime = checkTimestamp(signed, checks.clock(), SKEW_MILLISECONDS);
  const isChecked =
    claim?.accessKeyId === signed.accessKeyId && claim.securityToken === signed.securityToken;
  if (!isChecked) await checkCredential(checks, signed);
  return requestTime;
}
