/** A known text. What wraps or seals it must give it back: that shows that a key is the right one. Stored canaries hold it, so it never changes. */
export const CANARY = Buffer.from('keywright canary');
