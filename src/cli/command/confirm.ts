import { createInterface } from 'node:readline';
import { CommandError } from './command-error.ts';

/** Where a question is asked: standard input, and standard error, which is not part of the result. */
interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: { write(text: string): unknown };
}

/**
 * Asks the operator to type a name, before something that cannot be undone.
 * @param effect what will happen, in sentences
 * @throws CommandError where another text was typed, or nobody can type
 */
export async function confirm(
  name: string,
  effect: string,
  { yes }: { readonly yes?: true },
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<void> {
  if (yes) return;
  if (!input.isTTY)
    throw new CommandError(
      `${effect} Standard input is not a terminal, so nobody can confirm this. Add --yes to do it without a question.`,
    );
  output.write(`${effect}\nType ${name} to confirm: `);
  if ((await readLine(input)) !== name)
    throw new CommandError(`Nothing was changed, because the text is not ${name}.`);
}

/** The next line; undefined at the end of the input (Ctrl-D). */
async function readLine(input: NodeJS.ReadableStream): Promise<string | undefined> {
  const lines = createInterface({ input });
  try {
    for await (const line of lines) return line.trim();
    return undefined;
  } finally {
    lines.close();
  }
}
