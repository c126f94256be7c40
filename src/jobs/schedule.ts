/** Something that is done again and again. */
export interface Job {
  readonly name: string;
  readonly everyMilliseconds: number;
  readonly work: () => Promise<unknown>;
}

/** How a run ended. */
export type Ended = (name: string, error: unknown | undefined) => void;

/** Runs a job now, and again each time the interval has passed since its last run ended. Disposal waits for a run in progress. */
export function repeat({ name, everyMilliseconds, work }: Job, ended: Ended): AsyncDisposable {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const run = () => {
    running = work()
      .then(
        () => ended(name, undefined),
        (error) => ended(name, error),
      )
      .then(() => {
        if (!stopped) timer = setTimeout(run, everyMilliseconds).unref();
      });
  };
  run();
  return {
    async [Symbol.asyncDispose]() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
