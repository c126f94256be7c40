import type { Target } from './target.ts';
import type { Version } from './version-field.tsx';

/** The key pair that is tried. */
export interface PairTarget extends Target {
  /** Newest first; at least one. */
  readonly versions: readonly [Version, ...Version[]];
}
