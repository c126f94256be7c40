import type { Progress } from '#domain/progress.ts';

/** Standard output or standard error: a terminal, or something that can be kept, such as a file. */
export type Output = Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;

const CLEAR_LINE = '\u001b[K';

/** The progress of long work: one line that is rewritten on a terminal, and a few lines elsewhere. */
export class ProgressLine {
  readonly #output: Output;
  #shown = '';

  constructor(output: Output = process.stderr) {
    this.#output = output;
  }

  /**
   * Shows the current state. Elsewhere than on a terminal, skips a text that differs from the last one only in
   * numbers.
   */
  show(text: string): void {
    const kind = text.replaceAll(/\d+/g, '#');
    // The cursor goes back to the start of the line, so that the next output, such as an error, replaces it.
    if (this.#output.isTTY) this.#output.write(`${CLEAR_LINE}${text}\r`);
    else if (kind !== this.#shown) this.#output.write(`${text}\n`);
    this.#shown = kind;
  }

  /** Writes a line that stays. */
  say(text: string): void {
    this.clear();
    this.#output.write(`${text}\n`);
  }

  /** Removes the current state from a terminal. */
  clear(): void {
    if (this.#output.isTTY && this.#shown) this.#output.write(CLEAR_LINE);
    this.#shown = '';
  }

  /**
   * Shows a percentage.
   * @param elsewhere what to write where the output is not a terminal: a line for each 10 %, or nothing
   */
  percentage(what: string, elsewhere: 'tenths' | 'nothing'): Progress {
    let last = 0;
    return (done, total) => {
      const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
      const step = this.#output.isTTY ? percent : percent - (percent % 10);
      if (step === last) return;
      last = step;
      if (this.#output.isTTY) this.show(`${what}: ${step} %`);
      else if (elsewhere === 'tenths') this.say(`${what}: ${step} %`);
    };
  }
}
