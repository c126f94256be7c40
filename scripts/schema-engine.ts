import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import { migrationsOf, shippedMigrations } from '#store/migrate/migrations.ts';
import { MODEL_FILE, modelFile, type Provider } from './model-file.ts';

const NO_FILTER = { externalTables: [], externalEnums: [] };

const migrationsList = (provider: Provider) => ({
  baseDir: migrationsOf(provider),
  lockfile: { path: 'migration_lock.toml', content: `provider = "${provider}"\n` },
  shadowDbInitScript: '',
  migrationDirectories: shippedMigrations(migrationsOf(provider)).map((name) => ({
    path: name,
    migrationFile: {
      path: 'migration.sql',
      content: {
        tag: 'ok' as const,
        value: readFileSync(join(migrationsOf(provider), name, 'migration.sql'), 'utf8'),
      },
    },
  })),
});

/**
 * Records the connections that the engine opens, to close them: its own `free()` leaves them open. On SQLite an open
 * connection keeps an exclusive lock, on PostgreSQL the advisory lock.
 */
abstract class EngineAdapter implements SqlMigrationAwareDriverAdapterFactory, AsyncDisposable {
  abstract readonly provider: 'sqlite' | 'postgres';
  abstract readonly adapterName: string;
  readonly #opened = new AsyncDisposableStack();

  protected abstract open(): Promise<SqlDriverAdapter>;
  protected abstract openShadow(): Promise<SqlDriverAdapter>;

  async connect() {
    return this.#remember(await this.open());
  }

  async connectToShadowDb() {
    const shadow = this.#remember(await this.openShadow());
    const execute = shadow.executeRaw.bind(shadow);
    // The engine replays whole scripts here; a prepared statement can hold only one statement.
    shadow.executeRaw = async (query) => {
      if (query.args.length > 0) return execute(query);
      await shadow.executeScript(query.sql);
      return 0;
    };
    return shadow;
  }

  /** The engine closes some connections itself, and closing one twice is an error. */
  #remember(connection: SqlDriverAdapter) {
    const dispose = connection.dispose.bind(connection);
    let disposing: Promise<void> | undefined;
    connection.dispose = () => {
      disposing ??= dispose();
      return disposing;
    };
    this.#opened.defer(connection.dispose);
    return connection;
  }

  [Symbol.asyncDispose] = () => this.#opened.disposeAsync();
}

class SqliteEngineAdapter extends EngineAdapter {
  readonly provider = 'sqlite';
  readonly adapterName = '@prisma/adapter-better-sqlite3';
  readonly #factory = new PrismaBetterSqlite3({ url: ':memory:' });

  protected open = () => this.#factory.connect();
  protected openShadow = () => this.#factory.connectToShadowDb();
}

class PostgresEngineAdapter extends EngineAdapter {
  readonly provider = 'postgres';
  readonly adapterName = '@prisma/adapter-pg';
  readonly #url: string;

  constructor(url: string) {
    super();
    this.#url = url;
  }

  protected open = () => connectPostgres(this.#url);

  /** The adapter's own method drops its database while it is still connected to it, which is an error on PostgreSQL. */
  protected async openShadow() {
    const name = `keywright_shadow_${randomUUID()}`;
    const admin = await this.open();
    await admin.executeScript(`CREATE DATABASE "${name}"`);
    const shadow = await connectPostgres(
      Object.assign(new URL(this.#url), { pathname: `/${name}` }).href,
    );
    const disconnect = shadow.dispose.bind(shadow);
    shadow.dispose = async () => {
      await disconnect();
      await admin.executeScript(`DROP DATABASE "${name}"`);
      await admin.dispose();
    };
    return shadow;
  }
}

/** Type ids: PostgreSQL's internal "char", which its catalog uses and the adapter does not support, and text. */
const CHAR = 18;
const TEXT = 25;

/**
 * A connection that returns "char" columns as the single characters which the engine expects, and sends scripts as a
 * whole: the adapter splits them at every semicolon, also within the body of a function.
 */
async function connectPostgres(url: string): Promise<SqlDriverAdapter> {
  const connection = await new PrismaPg(url).connect();
  const pool = connection.underlyingDriver();
  connection.executeScript = async (script) => void (await pool.query(script));
  const query = pool.query.bind(pool) as (
    ...args: unknown[]
  ) => Promise<{ fields?: { dataTypeID: number }[]; rows: unknown[] }>;
  const charColumns = new WeakMap<object, boolean[]>();
  pool.query = (async (...args: unknown[]) => {
    const result = await query(...args);
    const fields = result.fields ?? [];
    charColumns.set(
      result.rows ?? fields,
      fields.map(({ dataTypeID }) => dataTypeID === CHAR),
    );
    for (const field of fields) if (field.dataTypeID === CHAR) field.dataTypeID = TEXT;
    return result;
  }) as typeof pool.query;
  const queryRaw = connection.queryRaw.bind(connection);
  connection.queryRaw = async (sql) => {
    const result = await queryRaw(sql);
    const columnTypes = result.columnTypes.map((type, index) =>
      charColumns.get(result.rows)?.[index] ? ColumnTypeEnum.Character : type,
    );
    return { ...result, columnTypes };
  };
  return connection;
}

/**
 * The SQL by which the model file differs from the existing migrations; empty if they match. Uses Prisma's schema engine
 * as WebAssembly, so that the binary which `prisma migrate` downloads is not needed.
 * @param postgresUrl a PostgreSQL server on which databases can be created
 */
export async function missingMigration(provider: Provider, postgresUrl: string): Promise<string> {
  const { SchemaEngine } = await import('@prisma/schema-engine-wasm');
  await using adapter =
    provider === 'sqlite' ? new SqliteEngineAdapter() : new PostgresEngineAdapter(postgresUrl);
  const model = { path: MODEL_FILE, content: modelFile(provider) };
  const engine = await SchemaEngine.new(
    { datamodels: [[model.path, model.content]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
  try {
    const { stdout } = await engine.diff({
      from: { tag: 'migrations', ...migrationsList(provider) },
      to: { tag: 'schemaDatamodel', files: [model] },
      script: true,
      exitCode: null,
      filters: NO_FILTER,
    });
    if (stdout?.includes('This is an empty migration')) return '';
    // Texts are compared by bytes, as on SQLite. The default collation of a server may be that of any language.
    return provider === 'postgresql'
      ? (stdout ?? '').replaceAll(/ TEXT\b/g, ' TEXT COLLATE "C"')
      : (stdout ?? '');
  } finally {
    engine.free();
  }
}
