import { IncompleteSignatureError } from './errors.ts';

/** The parts of an ACS3 Authorization header. */
export interface Acs3Authorization {
  readonly algorithm: string;
  readonly accessKeyId: string;
  /** Lower-case names, in the order of the header. */
  readonly signedHeaders: readonly string[];
  /** In hex. */
  readonly signature: string;
}

/** Enough for a hundred signed headers. SDKs sign ten. */
const MAX_AUTHORIZATION_CHARACTERS = 4_096;

/**
 * Parses `ACS3-… Credential=…,SignedHeaders=…,Signature=…`, the fields in any order.
 * @throws IncompleteSignatureError
 */
export function parseAcs3Authorization(header: string): Acs3Authorization {
  if (header.length > MAX_AUTHORIZATION_CHARACTERS)
    throw new IncompleteSignatureError(
      `The Authorization header has more than ${MAX_AUTHORIZATION_CHARACTERS} characters.`,
    );
  const [algorithm = '', ...rest] = header.split(' ');
  const fields = new Map(
    rest
      .join(' ')
      .split(',')
      .map((field) => [
        field.split('=', 1)[0]?.trim() ?? '',
        field.slice(field.indexOf('=') + 1).trim(),
      ]),
  );
  const [accessKeyId, signedHeaders, signature] = ['Credential', 'SignedHeaders', 'Signature'].map(
    (name) => fields.get(name),
  );
  if (!accessKeyId || !signedHeaders || !signature)
    throw new IncompleteSignatureError(
      'The Authorization header must have Credential, SignedHeaders and Signature.',
    );
  return {
    algorithm,
    accessKeyId,
    signedHeaders: signedHeaders.toLowerCase().split(';'),
    signature,
  };
}
