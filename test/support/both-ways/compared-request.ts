/** What the compared requests are about. */
export interface Subject {
  readonly keyId: string;
  readonly disabledKeyId: string;
}

/** A request to compare: its body, and its header Accept if it has one. */
export interface ComparedRequest {
  readonly body: object | string | Uint8Array;
  readonly accept?: string;
  /** Sent by a user without permissions. */
  readonly denied?: boolean;
}

export type ComparedRequests = Readonly<Record<string, ComparedRequest>>;

export const query = (text: string, variables?: object, others: object = {}): ComparedRequest => ({
  body: { query: text, ...(variables && { variables }), ...others },
});

export const accepting = (accept: string, text = '{ errorCodes }'): ComparedRequest => ({
  body: { query: text },
  accept,
});

export const repeated = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ');

export const ENCRYPT =
  'mutation ($input: EncryptInput!) { encrypt(input: $input) { keyId ciphertextBlob } }';
