import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Credential, Kms } from '../support/kms.ts';
import type { Language, LanguageClient } from './languages.ts';

/** Beside the packages, which it is like: git ignores it, and `npm ci` removes it. */
const CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/keywright-clients');

/** What a driver says of one scenario: README.md. */
export interface Result {
  readonly scenario: string;
  readonly calls: readonly string[];
  readonly lacks: readonly string[];
  readonly failure: string | null;
}

export interface Played {
  readonly version: string;
  readonly results: ReadonlyMap<string, Result>;
}

function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile())
      hash.update(entry.name).update(readFileSync(join(entry.parentPath, entry.name)));
  return hash.digest('hex').slice(0, 16);
}

/**
 * The command that runs a language's driver, built once for each state of its sources. Undefined where its packages cannot
 * be fetched, which is told; but in CI, where they can be, that is a failure.
 */
export async function driverOf({
  name,
  folder,
  build,
}: Pick<Language, 'name' | 'folder' | 'build'>): Promise<readonly string[] | undefined> {
  const built = join(CACHE, `${name}-${hashOf(folder)}`);
  const stamp = join(built, 'command.json');
  if (existsSync(stamp)) return JSON.parse(readFileSync(stamp, 'utf8')) as string[];
  rmSync(built, { recursive: true, force: true });
  mkdirSync(built, { recursive: true });
  try {
    const command = await build(built);
    writeFileSync(stamp, JSON.stringify(command));
    return command;
  } catch (error) {
    if (process.env.CI) throw error;
    console.error(
      `SKIPPED: the ${name} clients are not tested, since they cannot be built here: ${String(error).slice(0, 2_000)}`,
    );
    return undefined;
  }
}

/** Plays scenarios by one client. @throws Error when the driver itself fails */
export async function play(
  [command = '', ...args]: readonly string[],
  client: LanguageClient,
  kms: Kms,
  { id, secret }: Credential,
  scenarios: readonly object[],
): Promise<Played> {
  const driver = spawn(command, [...args, client.name]);
  const settings = {
    host: '127.0.0.1',
    port: kms.port,
    region: kms.deployment.region,
    accessKeyId: id,
    accessKeySecret: secret,
  };
  driver.stdin.end(JSON.stringify({ ...settings, scenarios }));
  const [output, errors, [code]] = await Promise.all([
    text(driver.stdout),
    text(driver.stderr),
    once(driver, 'close'),
  ]);
  if (code !== 0)
    throw new Error(`the driver of ${client.package} ended with ${code}: ${errors.slice(-2_000)}`);
  const [head, ...results] = output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);
  return {
    version: (head as { version: string }).version,
    results: new Map((results as Result[]).map((result) => [result.scenario, result])),
  };
}
