import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PACKAGE = '@sparticuz/chromium';
const UNPACK = `await (await import(${JSON.stringify(PACKAGE)})).default.executablePath()`;

/** The folder with the Chromium of this version of the package, for all test runs of this machine. */
function folder(): string {
  const entry = createRequire(import.meta.url).resolve(PACKAGE);
  const { version } = JSON.parse(readFileSync(join(entry, '../../package.json'), 'utf8')) as {
    version: string;
  };
  return join(tmpdir(), `keywright-chromium-${version}`);
}

/**
 * The path of Chromium. The package unpacks it into the folder for temporary files, where another
 * worker that starts meanwhile finds a part of it and cannot run it (ETXTBSY). So each worker that
 * finds none unpacks it into a folder of its own, and renames that when it is complete.
 */
export async function chromiumPath(): Promise<string> {
  const shared = folder();
  const path = join(shared, 'chromium');
  if (existsSync(path)) return path;
  const own = mkdtempSync(`${shared}-`);
  try {
    // The package takes the folder from the environment, which a process of its own does not share.
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', UNPACK], {
      cwd: import.meta.dirname,
      env: { ...process.env, TMPDIR: own },
    });
    renameSync(own, shared);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(path)) throw error; // otherwise another worker was faster
  }
  return path;
}
