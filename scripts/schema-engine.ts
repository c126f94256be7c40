import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import { MIGRATIONS, shippedMigrations } from '#store/migrate.ts';

const SCHEMA = resolve(import.meta.dirname, '../prisma/schema.prisma');
const NO_FILTER = { externalTables: [], externalEnums: [] };

const readSchema = () => {
  return { path: SCHEMA, content: readFileSync(SCHEMA, 'utf8') };
};

const migrationsList = () => ({
  baseDir: MIGRATIONS,
  lockfile: { path: 'migration_lock.toml', content: 'provider = "sqlite"\n' },
  shadowDbInitScript: '',
  migrationDirectories: shippedMigrations().map((name) => ({
    path: name,
    migrationFile: {
      path: 'migration.sql',
      content: { tag: 'ok' as const, value: readFileSync(join(MIGRATIONS, name, 'migration.sql'), 'utf8') },
    },
  })),
});

/**
 * Remembers the connections that the engine opens. Its own `free()` leaves them open, and on SQLite an
 * open one keeps an exclusive lock.
 */
class EngineAdapter implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'sqlite';
  readonly adapterName = '@prisma/adapter-better-sqlite3';
  readonly #inner: PrismaBetterSqlite3;
  readonly #opened: SqlDriverAdapter[] = [];

  constructor(file: string) {
    this.#inner = new PrismaBetterSqlite3({ url: file });
  }

  async connect() {
    return this.#remember(await this.#inner.connect());
  }

  async connectToShadowDb() {
    const shadow = this.#remember(await this.#inner.connectToShadowDb());
    const execute = shadow.executeRaw.bind(shadow);
    // The engine replays whole scripts here, and a prepared statement takes only one statement.
    shadow.executeRaw = async (query) => {
      if (query.args.length > 0) return execute(query);
      await shadow.executeScript(query.sql);
      return 0;
    };
    return shadow;
  }

  async dispose() {
    for (const connection of this.#opened) await connection.dispose();
  }

  #remember(connection: SqlDriverAdapter) {
    this.#opened.push(connection);
    return connection;
  }
}

/** Prisma's own schema engine, as WebAssembly: the binary that `prisma migrate` downloads is not needed. */
async function withEngine<T>(file: string, work: (engine: import('@prisma/schema-engine-wasm').SchemaEngine) => Promise<T>): Promise<T> {
  // Imported on use: 5 MB of WebAssembly that a start with nothing to migrate need not load.
  const { SchemaEngine } = await import('@prisma/schema-engine-wasm');
  const adapter = new EngineAdapter(file);
  const { path, content } = readSchema();
  const engine = await SchemaEngine.new({ datamodels: [[path, content]] }, () => {}, bindMigrationAwareSqlAdapterFactory(adapter));
  try {
    return await work(engine);
  } finally {
    engine.free();
    await adapter.dispose();
  }
}

/** The SQL that leads from the shipped migrations to the model file; empty when they agree. */
export const missingMigration = (): Promise<string> =>
  withEngine(':memory:', async (engine) => {
    const { path, content } = readSchema();
    const { stdout } = await engine.diff({
      from: { tag: 'migrations', ...migrationsList() },
      to: { tag: 'schemaDatamodel', files: [{ path, content }] },
      script: true,
      exitCode: null,
      filters: NO_FILTER,
    });
    return stdout?.includes('This is an empty migration') ? '' : (stdout ?? '');
  });
