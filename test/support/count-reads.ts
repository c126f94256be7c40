import type { TABLES } from '#store/tables.ts';
import type { Kms } from './kms.ts';

type Functions = Readonly<Record<string, unknown>>;

/** The same, with `seen` called for each function of it that is called. */
const watched = <T extends object>(target: T, seen: () => void): T =>
  new Proxy(target, {
    get(_target, name) {
      const value = (target as Functions)[String(name)];
      return typeof value === 'function'
        ? (...args: unknown[]) => {
            seen();
            return Reflect.apply(value, target, args) as unknown;
          }
        : value;
    },
  });

/** Lookups of one turn of the event loop are one read. */
function oncePerTurn(seen: () => void): () => void {
  let isSeen = false;
  return () => {
    if (isSeen) return;
    isSeen = true;
    seen();
    setImmediate(() => {
      isSeen = false;
    });
  };
}

type Countable = keyof Kms['store']['db'] & keyof typeof TABLES;
const OF_KEYS = ['key', 'keyVersion', 'alias', 'tag'] as const;

/**
 * Counts from now on what a server reads of some tables (keys, their versions, aliases and tags), and by raw statements: in its
 * own thread, and in the background, which on PostgreSQL is the same.
 */
export function countReads({ services, store }: Kms, tables: readonly Countable[] = OF_KEYS) {
  const reads = { db: 0, backgroundDb: 0 };
  const lookups = watched(
    store.lookups,
    oncePerTurn(() => {
      reads.db += 1;
    }),
  );
  for (const holder of [services, store]) Object.assign(holder, { lookups });
  for (const way of ['db', 'backgroundDb'] as const) {
    const client = store[way] as Kms['store']['db'];
    const seen = () => {
      reads[way] += 1;
    };
    const models = Object.fromEntries(
      tables.map((name) => [name, watched(client[name] as object, seen)]),
    );
    const counting = new Proxy(client, {
      get(_target, name) {
        if (name === '$queryRaw') return watched({ run: client.$queryRaw.bind(client) }, seen).run;
        return models[String(name)] ?? (client as unknown as Functions)[String(name)];
      },
    });
    for (const holder of [services, store])
      (holder as { [W in typeof way]: unknown })[way] = counting;
  }
  return reads;
}
