import type { KeyToTryFragment } from '../../generated/documents/console/graphql.ts';
import type { May } from '../api/may.ts';
import type { Context } from './context-field.tsx';

/** The key that is tried. */
export interface Target {
  readonly key: KeyToTryFragment;
  readonly may: May;
  /** Why the key cannot be used now: its state. */
  readonly refusal: string | undefined;
}

/** A ciphertext that was just made, to go on with it in another form. */
export interface Handed {
  readonly base64: string;
  readonly context: Context;
}
