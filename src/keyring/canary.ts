/**
 * A known text. A key that opens a canary as this text is the right key. Databases have stored canaries, so the text
 * must never change.
 */
export const CANARY = Buffer.from('keywright canary');
