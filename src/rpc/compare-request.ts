import { SKEW_MILLISECONDS } from '#identity/nonces.ts';
import { readFormat } from './format.ts';
import type { Params } from './query-string.ts';
import { type Form, type RequestHead, withForm } from './request.ts';
import { readSigned } from './signature.ts';
import type { Claim, Signed } from './signed.ts';
import { checkNonce, checkTimestamp } from './time-and-nonce.ts';
import type { Understood } from './understood.ts';
import {
  type Compared,
  checkCredential,
  compareLater,
  compareSignature,
  type SignatureChecks,
} from './verify-signature.ts';

/** A request that was read to its end. */
interface ReadRequest {
  readonly head: RequestHead;
  readonly form: Form;
  /** Whether time and credential of the claim were checked before the body was read. */
  readonly isChecked: boolean;
}

/** A request that was decoded. */
interface DecodedRequest {
  readonly params: Params;
  readonly signed: Signed;
  readonly requestTime: Date;
}

/** A request whose signature was compared. */
interface ComparedRequest extends DecodedRequest {
  readonly nonceText: string;
  readonly compared: Compared;
}

/**
 * Checks what was not checked before, decodes the request, and compares its signature.
 * @param understood gets the facts of the request as they are read
 */
export async function compareRequest(
  checks: SignatureChecks,
  request: ReadRequest,
  understood: Understood,
): Promise<ComparedRequest> {
  const { claim } = understood;
  const decode = () => decodeRequest(checks, request, understood, claim);
  if (claim && !request.isChecked) {
    checkTimestamp(claim, checks.clock(), SKEW_MILLISECONDS);
    const atOnce = await checkCredential(checks, claim, (credential) => {
      const decoded = decode();
      if (!isSame(claim, decoded.signed)) return undefined;
      const nonceText = checkNonce(decoded.signed.nonce);
      return { ...decoded, nonceText, compared: compareSignature(credential, decoded.signed) };
    });
    if (atOnce) return atOnce;
  }
  const decoded = decode();
  const { signed } = decoded;
  if (!claim || !isSame(claim, signed)) await checkCredential(checks, signed);
  const nonceText = checkNonce(signed.nonce);
  return { ...decoded, nonceText, compared: await compareLater(checks, signed) };
}

/**
 * The time is checked again, also if that of the claim was: the body may take a minute, and a nonce is
 * not stored for longer than its request may be used.
 */
function decodeRequest(
  { clock }: SignatureChecks,
  { head, form }: ReadRequest,
  understood: Understood,
  claim: Claim | undefined,
): DecodedRequest {
  const request = withForm(head, form);
  const { params } = request;
  understood.format = readFormat(params.get('Format'));
  const signed = readSigned(request, claim);
  understood.claim = signed;
  return { params, signed, requestTime: checkTimestamp(signed, clock(), SKEW_MILLISECONDS) };
}

/** Whether two claims name the same credential. */
const isSame = (a: Claim, b: Claim): boolean =>
  a.accessKeyId === b.accessKeyId && a.securityToken === b.securityToken;
