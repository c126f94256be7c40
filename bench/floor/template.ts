/** What differs between two calls of one kind. */
export interface Fresh {
  readonly requestId: string;
  /** UUID of version 7. */
  readonly eventId: string;
  readonly keyId: string;
  readonly versionId: string;
  /** As both databases read it. */
  readonly time: string;
  readonly expiry: string;
  readonly nonceHash: string;
  /** Base64, and so is the plaintext. */
  readonly ciphertextBlob: string;
  readonly plaintext: string;
  readonly wrappedMaterial: unknown;
  readonly policyMac: unknown;
  readonly tagsMac: unknown;
}

type TextField = 'requestId' | 'keyId' | 'versionId' | 'ciphertextBlob' | 'plaintext';

/**
 * A text in which some values change each time.
 * @param recorded the values in this text; those that are undefined or empty do not change
 */
export function template(
  text: string,
  recorded: Readonly<Partial<Record<TextField, string | undefined>>>,
): (fresh: Pick<Fresh, TextField>) => string {
  const fields = Object.entries(recorded).filter(([, value]) => value) as [TextField, string][];
  const fieldOf = new Map(fields.map(([field, value]) => [value, field]));
  const any = fields.map(([, value]) => RegExp.escape(value)).join('|');
  const parts = any ? text.split(new RegExp(`(${any})`)) : [text];
  // The odd parts are values: each has the text before it.
  const steps = parts.flatMap((part, at) => {
    const field = at % 2 === 1 ? fieldOf.get(part) : undefined;
    return field ? [{ before: parts[at - 1] ?? '', field }] : [];
  });
  const end = parts.at(-1) ?? '';
  return (fresh) => {
    let result = '';
    for (const { before, field } of steps) result += before + fresh[field];
    return result + end;
  };
}
