/**
 * A known text. A key that opens a canary as this text is the right key. Databases have stored canaries, so the texts
 * must never change.
 */
export const CANARY = Buffer.from('keywright canary, rows have MACs');

/**
 * The canary of releases before there were MACs of rows. It is wrapped under the root key, so who can only write to the
 * database cannot put it back in order to have forged rows accepted: MACs are added only to a database that has it.
 */
export const CANARY_BEFORE_MACS = Buffer.from('keywright canary');
