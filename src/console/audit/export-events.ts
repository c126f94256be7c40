import type { AuditEventFilter } from '../../generated/documents/console/graphql.ts';
import { adviceFor } from '../api/advice.ts';
import type { Failure } from '../api/failure.ts';
import type { Format } from './formats.ts';
import { readEvents } from './read-events.ts';

/** The most events of one file. They are in the memory of the browser until it is saved. */
export const MAX_EXPORTED_EVENTS = 100_000;

const PAGE_EVENTS = 100;
const DEFAULT_PAUSE_MILLISECONDS = 1_000;

/** An export that is running, as far as it has come. */
export interface Exported {
  readonly parts: readonly Blob[];
  readonly count: number;
  readonly after: string | undefined;
  /** Whether there are no further events, or the file is full. */
  readonly isComplete: boolean;
  readonly isFull: boolean;
  readonly failure?: Failure | undefined;
}

/** An export that has not begun. */
export const NOTHING_EXPORTED: Exported = {
  parts: [],
  count: 0,
  after: undefined,
  isComplete: false,
  isFull: false,
};

/**
 * Reads events that match, newest first, and goes on from what an earlier attempt has read. The file is made in the
 * browser and goes nowhere else. It waits as long as a quota requires; another failure ends it, to be continued.
 */
export async function* exportEvents(
  filter: AuditEventFilter,
  format: Format,
  from: Exported,
  signal: AbortSignal,
): AsyncGenerator<Exported> {
  let done: Exported = { ...from, failure: undefined };
  while (!done.isComplete && !done.failure && !signal.aborted) {
    const room = MAX_EXPORTED_EVENTS - done.count;
    const page = await readEvents(filter, Math.min(PAGE_EVENTS, room), done.after);
    if ('code' in page) {
      if (adviceFor(page) !== 'Throttled') done = { ...done, failure: page };
      else await pause(page.retryAfter ?? DEFAULT_PAUSE_MILLISECONDS, signal);
    } else {
      const count = done.count + page.events.length;
      const isFull = count >= MAX_EXPORTED_EVENTS && page.after !== undefined;
      // A Blob, so that the browser can keep it elsewhere than in the memory of the page.
      const part = new Blob(page.events.map((event) => format.event(event)));
      const isComplete = page.after === undefined || isFull;
      done = { parts: [...done.parts, part], count, after: page.after, isComplete, isFull };
    }
    if (!signal.aborted) yield done;
  }
}

const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
