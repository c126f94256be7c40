import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchDatabase, BenchDatabases, DatabaseName } from '../databases.ts';
import { bodyOf } from '../load/answer-reader.ts';
import { ask } from '../load/connection.ts';
import { pinned } from '../pinning.ts';
import { type BenchKey, makeBenchKey, type Scenario } from '../scenarios.ts';
import { nodeCommand, type ServerProcess, startServer } from '../server-process.ts';
import { startMain } from '../setups.ts';
import { type RecordedCall, record } from './recorded-call.ts';

const SCRIPTS: Readonly<Record<DatabaseName, string>> = {
  SQLite: 'floor/sqlite.ts',
  PostgreSQL: 'floor/postgresql.ts',
};

/** A database in which every scenario was called once, to be copied for the service and for its floor. */
export interface Template {
  readonly databases: BenchDatabases;
  readonly folder: string;
  readonly database: BenchDatabase;
  readonly key: BenchKey;
  readonly calls: ReadonlyMap<Scenario, RecordedCall>;
}

/** Lets the service answer one call of each scenario, and records what it did. */
export async function prepareTemplate(
  databases: BenchDatabases,
  scenarios: readonly Scenario[],
  folder: string,
): Promise<Template> {
  const dataDir = join(folder, databases.name);
  mkdirSync(dataDir);
  const database = await databases.open('template', dataDir);
  await using server = await startMain(database.settings, dataDir);
  const key = await makeBenchKey(server.url);
  const calls = new Map<Scenario, RecordedCall>();
  for (const scenario of scenarios) {
    const { work, requests, nonces } = scenario;
    const call = await record(server.url, { work, keyId: key.keyId }, (makeNonce) =>
      requests(key, makeNonce),
    );
    calls.set(scenario, nonces ? call : { ...call, nonceHash: '' });
  }
  return { databases, folder: dataDir, database, key, calls };
}

/** Starts the service on a copy of the database. */
export async function startService(
  template: Template,
  row: number,
  nodeArgs: readonly string[],
): Promise<ServerProcess> {
  const { copy, dataDir } = await copyOf(template, `service_${row}`);
  return startMain(copy.settings, dataDir, { nodeArgs, isPinned: true });
}

/**
 * Starts the floor of a scenario on a copy of the database.
 * @throws Error if its answers are not as long as the service's
 */
export async function startFloor(
  template: Template,
  row: number,
  scenario: Scenario,
): Promise<ServerProcess> {
  const { copy, dataDir } = await copyOf(template, `floor_${row}`);
  const call = template.calls.get(scenario);
  const script = SCRIPTS[template.databases.name];
  const command = pinned('server', nodeCommand(script, copy.url, JSON.stringify(call)));
  await using opening = new AsyncDisposableStack();
  const env = { PATH: process.env.PATH };
  const floor = opening.use(await startServer(command, { env, cwd: dataDir }));
  const answer = bodyOf(await ask(floor.url, scenario.requests(template.key).next()));
  if (answer.length !== call?.body.length)
    throw new Error(`The floor answers ${answer}, the service ${call?.body}`);
  opening.move();
  return floor;
}

async function copyOf({ database, folder }: Template, name: string) {
  const dataDir = join(folder, name);
  mkdirSync(dataDir);
  return { copy: await database.copy(name, dataDir), dataDir };
}
