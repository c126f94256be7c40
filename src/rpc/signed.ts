/** Who a request says that it is from, and when it was sent: what can be checked before anything costs work. */
export interface Claim {
  readonly accessKeyId: string;
  readonly timestamp: string | undefined;
  /** What the timestamp is called in this scheme. */
  readonly timestampName: 'Timestamp' | 'x-acs-date';
}

/** What a signed request claims, whichever scheme it uses. */
export interface Signed extends Claim {
  /** Made when it is first asked for: it costs as much as all the rest. */
  readonly stringToSign: () => string;
  readonly signature: Buffer;
  readonly sign: (secret: Buffer) => Buffer;
  readonly nonce: string | undefined;
  readonly action: string | undefined;
  readonly version: string | undefined;
}
