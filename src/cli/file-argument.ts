import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { asCalledHere } from './command-text.ts';

/** The one file that a command may be given; anything else ends it with its usage. npm runs it elsewhere than where the name was typed. */
export function fileArgument(usage: string): string | undefined {
  try {
    const [file, more] = parseArgs({ allowPositionals: true }).positionals;
    if (more === undefined) return file && resolve(process.env.INIT_CWD ?? '', file);
  } catch {
    // an option: there are none
  }
  return exitWithUsage(usage);
}

export function exitWithUsage(usage: string): never {
  console.error(asCalledHere(`Usage: ${usage}`));
  process.exit(2);
}
