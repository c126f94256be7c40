import { adviceFor } from '#cli/exit-with-error.ts';
import type { Output } from '#cli/progress-line.ts';
import { keepAccessKey, printBanner } from '#cli/startup-banner.ts';
import { readConfig } from '#config/config.ts';
import { openLog } from '#log/log.ts';
import { type Server, startServer } from '#server.ts';
import { databaseSettings } from './database.ts';

type Settings = Readonly<Record<string, string>> & { readonly KEYWRIGHT_DATA_DIR: string };

export interface ServerHere extends Server {
  /** All that it has printed so far. */
  readonly stdout: () => string;
}

/**
 * Starts a server as src/main.ts does, in this process: a process of its own takes ten times as long. For what is not
 * about the process: its signals, its exit code, its umask.
 */
export async function startHere(settings: Settings): Promise<ServerHere> {
  const { KEYWRIGHT_DATA_DIR: dataDir, DATABASE_URL: url } = settings;
  const config = readConfig({
    PORT: '0',
    KEYWRIGHT_LOG_LEVEL: 'silent',
    ...(!url && (await databaseSettings(dataDir, { migrated: false }))),
    ...settings,
  });
  let stdout = '';
  const output = {
    isTTY: false,
    write(text: string) {
      stdout += text;
      return true;
    },
  } as Output;
  const server = await startServer(config, {
    log: openLog(config.logLevel),
    keepAccessKey: keepAccessKey(config, output),
  });
  await printBanner(server, output);
  return { ...server, stdout: () => stdout };
}

/** Starts a server and stops it. */
export async function startAndStop(settings: Settings): Promise<void> {
  await using _server = await startHere(settings);
}

/** What src/main.ts says of a start that fails. @throws Error where it does not fail, or fails with a bug */
export async function refusalOfStart(settings: Settings): Promise<string> {
  const error = await startAndStop(settings).then(
    () => new Error('the server has started'),
    (refusal: unknown) => refusal,
  );
  const advice = adviceFor(error);
  if (advice === undefined) throw error;
  return advice;
}
