import type { Failure } from '../api/failure.ts';
import { createStore } from '../api/store.ts';

/** One request of a work on many keys. */
export interface Step {
  readonly keyIds: readonly string[];
  /** What a failure is listed under. */
  readonly label: string;
  /** @returns why it failed; undefined if it was done */
  readonly act: () => Promise<Failure | undefined>;
}

/** How far a work is. */
export interface Work {
  readonly title: string;
  readonly total: number;
  readonly done: number;
  readonly failures: readonly { readonly label: string; readonly failure: Failure }[];
  readonly isEnded: boolean;
  readonly isStopped: boolean;
}

/** The work that was begun last; it goes on while other views are shown. */
export const work = createStore<Work | undefined>(undefined);

const AT_ONCE = 4;
const MAX_ATTEMPTS = 5;
const MAX_LISTED = 200;

/** Ends the work after the requests that are running. */
export function stopWork(): void {
  const now = work.get();
  if (now) work.set({ ...now, isStopped: true });
}

/**
 * Runs the steps, some at a time. A failure does not end the others; a step that is throttled is tried again.
 * @returns the ids of the keys whose steps were done
 */
export async function runWork(title: string, steps: readonly Step[]): Promise<Set<string>> {
  const doneKeys = new Set<string>();
  const total = steps.reduce((sum, { keyIds }) => sum + keyIds.length, 0);
  const change = (next: (before: Work) => Partial<Work>) => {
    const before = work.get();
    if (before) work.set({ ...before, ...next(before) });
  };
  work.set({ title, total, done: 0, failures: [], isEnded: false, isStopped: false });
  const left = [...steps].reverse();
  const run = async () => {
    for (let step = left.pop(); step && !work.get()?.isStopped; step = left.pop()) {
      const { keyIds, label } = step;
      const failure = await withPatience(step);
      if (!failure) for (const keyId of keyIds) doneKeys.add(keyId);
      change(({ done, failures }) => ({
        done: done + keyIds.length,
        failures:
          failure && failures.length < MAX_LISTED ? [...failures, { label, failure }] : failures,
      }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
  change(() => ({ isEnded: true }));
  return doneKeys;
}

async function withPatience({ act }: Step): Promise<Failure | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const failure = await act();
    const pause = failure?.retryAfter;
    if (pause === undefined || attempt === MAX_ATTEMPTS) return failure;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
