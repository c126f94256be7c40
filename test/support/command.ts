import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { databaseSettings, readDatabase } from './database.ts';
import { type Credential, type Kms, makeDataDir, startKms } from './kms.ts';
import { runScript } from './process.ts';
import { callV1 } from './rpc-client.ts';

/** A test runs up to twenty processes, each for seconds on a machine that does other work too. */
export const MAX_MS = 300_000;

/** An audit row, as far as tests of commands read it. */
interface AuditRow {
  readonly accountId: string;
  readonly operation: string;
  readonly outcome: string;
  readonly accessKeyId: string;
  readonly principal: string;
}

/** A running server with a database of its own, and commands that run beside it. */
export interface Beside extends AsyncDisposable {
  readonly kms: Kms;
  readonly dataDir: string;
  /** The settings that commands need. */
  readonly environment: Readonly<Record<string, string>>;
  /** The access key of the account of the deployment. */
  readonly root: Credential;
  /** Runs `npm run <name> -- <args>` without npm. */
  readonly run: (
    name: string,
    ...args: readonly string[]
  ) => Promise<{ code: number | null; stdout: string; stderr: string }>;
  /** Runs it with --json. @throws where it fails */
  readonly json: (name: string, ...args: readonly string[]) => Promise<unknown>;
  /** Audit rows of commands: of all accounts, the oldest first. */
  readonly audited: () => Promise<AuditRow[]>;
}

const SECRET = 'the-secret-of-the-operator';

/** Starts a server of its own for a test of commands. */
export async function besideServer(
  settings: Readonly<Record<string, string>> = {},
): Promise<Beside> {
  const dataDir = makeDataDir();
  const kms = await startKms({
    dataDir,
    settings: {
      KEYWRIGHT_ACCESS_KEY_ID: 'operator',
      KEYWRIGHT_ACCESS_KEY_SECRET: SECRET,
      ...settings,
    },
  });
  const environment = {
    KEYWRIGHT_DATA_DIR: dataDir,
    ...(await databaseSettings(dataDir)),
    ...settings,
  };
  const run: Beside['run'] = (name, ...args) => runScript(`src/cli/${name}.ts`, environment, args);
  return {
    kms,
    dataDir,
    environment,
    root: { accountId: kms.deployment.accountId, id: 'operator', secret: SECRET },
    run,
    json: async (name, ...args) => {
      const { code, stdout, stderr } = await run(name, ...args, '--json');
      if (code !== 0) throw new Error(stderr);
      return JSON.parse(stdout);
    },
    audited: () =>
      readDatabase<AuditRow>(
        dataDir,
        `SELECT "accountId", "operation", "outcome", "accessKeyId", "principal" FROM "AuditEvent" WHERE "surface" = 'command' ORDER BY "id"`,
      ),
    [Symbol.asyncDispose]: () => kms[Symbol.asyncDispose](),
  };
}

/** Whether `script` (util-linux) can run a command at a terminal. */
export const hasTerminal = process.platform === 'linux' && existsSync('/usr/bin/script');

/** Runs a command at a terminal, where these lines are typed. Everything it prints is in one text. */
export async function typeAtTerminal(
  { environment }: Pick<Beside, 'environment'>,
  command: string,
  typed: string,
): Promise<{ code: number | null; output: string }> {
  const child = spawn('/usr/bin/script', ['-qec', command, '/dev/null'], {
    cwd: resolve(import.meta.dirname, '../..'),
    env: { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, ...environment },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
    if (typed && output.includes('to confirm: ') && child.stdin.writable) child.stdin.end(typed);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

/** The code of a call's answer by RPC; undefined where it is permitted. */
export async function refusalOfCall(
  { url }: Pick<Kms, 'url'>,
  credential: Credential,
  action = 'ListKeys',
): Promise<unknown> {
  const { status, json } = await callV1({ url }, credential, action);
  return status === 200 ? undefined : json.Code;
}

/** A table without what differs from run to run: times and ids of access keys. */
export const pinned = (text: string): string =>
  text
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, 'TTTT-TT-TTTTT:TT:TTZ')
    .replaceAll(/KW[0-9A-F]{20}/g, 'KWXXXXXXXXXXXXXXXXXXXX');
