import { KEY_STATES, type KeyState } from '#domain/key-state.ts';

/** The published answer for each state of a key: `ok` or an error code. */
export type PublishedStates = Readonly<Record<KeyState, string>>;

const D = 'Rejected.Disabled';
const PD = 'Rejected.PendingDeletion';
const PI = 'Rejected.PendingImport';
const SMF = 'Rejected.StateModifiedFailed';

const states = (
  Enabled: string,
  Disabled: string,
  PendingDeletion: string,
  PendingImport: string,
): PublishedStates => ({ Enabled, Disabled, PendingDeletion, PendingImport });

/**
 * The rows of the help page "Impacts of key states on API operations". What that page does not list takes the row of the
 * operations like it.
 */
export const ANY_STATE = states('ok', 'ok', 'ok', 'ok');
/** Uses of key material. */
export const ENABLED_ONLY = states('ok', D, PD, PI);
/** Changes to what describes a key. */
export const NOT_PENDING_DELETION = states('ok', 'ok', PD, 'ok');
/** Changes that a key scheduled for deletion refuses as a change of state. */
export const TRANSITION = states('ok', 'ok', SMF, 'ok');
/** EnableKey and DisableKey. */
export const ENABLED_OR_DISABLED = states('ok', 'ok', SMF, SMF);
/** CancelKeyDeletion. */
export const PENDING_DELETION_ONLY = states(SMF, SMF, 'ok', SMF);

/** The row with `success` in place of `ok`, for an operation that always returns an error. */
export const withSuccess = (row: PublishedStates, success: string): PublishedStates =>
  Object.fromEntries(
    KEY_STATES.map((state) => [state, row[state] === 'ok' ? success : row[state]]),
  ) as PublishedStates;
