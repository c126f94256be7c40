import type { Progress } from '#domain/progress.ts';

export interface Output {
  readonly isTTY?: boolean | undefined;
  write(text: string): unknown;
}

/** Tells a person how far it is, by a line that is rewritten on a terminal. Elsewhere by a line for each tenth, or not at all. */
export function progressLine(
  output: Output,
  what: string,
  elsewhere: 'tenths' | 'nothing',
): Progress {
  let last = 0;
  return (done, total) => {
    const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
    const step = output.isTTY ? percent : percent - (percent % 10);
    if (step === last) return;
    last = step;
    // The cursor goes back to the start of the line: whatever is said next, the result or an error, replaces it.
    if (output.isTTY) output.write(`${what}: ${step} %\r`);
    else if (elsewhere === 'tenths') output.write(`${what}: ${step} %\n`);
  };
}
