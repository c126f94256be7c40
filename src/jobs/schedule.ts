/** Runs work again and again, `milliseconds` after it has ended, never twice at once. Its end waits for what is under way. */
export function repeat(milliseconds: number, work: () => Promise<unknown>, report: (error: unknown) => void): AsyncDisposable {
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  const run = () => {
    running = work()
      .catch(report)
      .then(() => {
        if (!ended) timer = setTimeout(run, milliseconds).unref();
      });
  };
  run();
  return {
    async [Symbol.asyncDispose]() {
      ended = true;
      clearTimeout(timer);
      await running;
    },
  };
}
