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

/**
 * Counts from now on what a server reads of these tables, and by raw statements: in its own thread, and in the background,
 * which on PostgreSQL is the same.
 * @param tables absent: keys, their versions, aliases and tags
 */
export function countReads(
  { services, store }: Kms,
  tables: readonly (keyof Kms['store']['db'] & string)[] = ['key', 'keyVersion', 'alias', 'tag'],
) {
  const reads = { db: 0, backgroundDb: 0 };
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
