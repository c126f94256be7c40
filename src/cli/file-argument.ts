import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { asCalledHere } from './command-text.ts';

/**
 * The path of the only argument of a command, or undefined without arguments. Anything else ends the process with the
 * usage. A relative path belongs to INIT_CWD, the folder in which npm was called: npm changes the working folder.
 */
export function fileArgument(usage: string): string | undefined {
  try {
    const [file, more] = parseArgs({ allowPositionals: true }).positionals;
    if (more === undefined) return file && resolve(process.env.INIT_CWD ?? '', file);
  } catch {
    // an option: this command has none
  }
  return exitWithUsage(usage);
}

/**
 * Ends the process with exit code 2.
 * @param usage the command line, such as `npm run backup -- <file>`
 */
export function exitWithUsage(usage: string): never {
  console.error(asCalledHere(`Usage: ${usage}`));
  process.exit(2);
}
