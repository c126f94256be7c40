import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommandError } from './command-error.ts';

/** Many times the length of any document that a command reads. */
const MAX_BYTES = 1_000_000;
const STANDARD_INPUT = 0;

/**
 * The text of a file, or of standard input for `-`. A relative path belongs to INIT_CWD, the folder in which npm was
 * called: npm changes the working folder.
 * @throws CommandError
 */
export function readInput(file: string): string {
  try {
    if (file === '-') return readFileSync(STANDARD_INPUT, 'utf8');
    const path = resolve(process.env.INIT_CWD ?? '', file);
    if (statSync(path).size > MAX_BYTES)
      throw new CommandError(`${file} is not a policy: it has more than ${MAX_BYTES} bytes.`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new CommandError(`${file} cannot be read (${code}). Check the path.`);
  }
}
