import { MAX_ALIASES } from '#domain/key-reference.ts';
import { MAX_TAGS } from '#domain/tags.ts';
import type { Transaction } from './dialect.ts';
import type { Writes } from './writes.ts';

/** The aliases and tags that the requests of a batch go by, as the database has them now. */
export interface Names {
  /** The key that each alias names, by the alias's account and name. */
  readonly aliases: Map<string, string>;
  /** How many aliases each key has. */
  readonly aliasCounts: Map<string, number>;
  /** The keys of each key's tags. */
  readonly tags: Map<string, ReadonlySet<string>>;
}

interface AliasName {
  readonly accountId: string;
  readonly name: string;
}
const named = ({ accountId, name }: AliasName): AliasName => ({ accountId, name });
const nameOf = ({ accountId, name }: AliasName): string => `${accountId} ${name}`;
const newAliases = ({ inserts = [] }: Writes) =>
  inserts.flatMap((insert) => (insert.table === 'alias' ? insert.row : []));
const namedAfterwards = (writes: Writes): string[] => [
  ...newAliases(writes).map(({ keyId }) => keyId),
  ...(writes.aliasChanges ?? []).flatMap(({ to }) => to ?? []),
];

/** Whoever changes the aliases or tags of a key has it locked, so what is counted here stays so until the transaction ends. */
export async function lookAtNames(tx: Transaction, batch: readonly Writes[]): Promise<Names> {
  const aliases = batch.flatMap((writes) => [
    ...newAliases(writes),
    ...(writes.aliasChanges ?? []),
  ]);
  const targets = [...new Set(batch.flatMap(namedAfterwards))];
  const tagged = [
    ...new Set(batch.flatMap(({ tagChanges = [] }) => tagChanges.map(({ keyId }) => keyId))),
  ];
  const rows =
    aliases.length > 0 ? await tx.alias.findMany({ where: { OR: aliases.map(named) } }) : [];
  const counts =
    targets.length > 0
      ? await tx.alias.groupBy({ by: ['keyId'], where: { keyId: { in: targets } }, _count: true })
      : [];
  const tags =
    tagged.length > 0
      ? await tx.tag.findMany({
          where: { keyId: { in: tagged } },
          select: { keyId: true, tagKey: true },
        })
      : [];
  return {
    aliases: new Map(rows.map((row) => [nameOf(row), row.keyId])),
    aliasCounts: new Map(counts.map(({ keyId, _count }) => [keyId, _count])),
    tags: new Map(
      [...Map.groupBy(tags, ({ keyId }) => keyId)].map(([keyId, of]) => [
        keyId,
        new Set(of.map(({ tagKey }) => tagKey)),
      ]),
    ),
  };
}

/** Whether the aliases and tags are as a request took them to be; if so, what the next in the batch will find. */
export function advanceNames(writes: Writes, { aliases, aliasCounts, tags }: Names): boolean {
  const { aliasChanges = [], tagChanges = [] } = writes;
  if (newAliases(writes).some((row) => aliases.has(nameOf(row)))) return false;
  if (aliasChanges.some((change) => aliases.get(nameOf(change)) !== change.from)) return false;
  if (namedAfterwards(writes).some((keyId) => (aliasCounts.get(keyId) ?? 0) >= MAX_ALIASES))
    return false;
  const tagged = tagChanges.map(({ keyId, set, remove }) => {
    const left = new Set(tags.get(keyId)).difference(new Set(remove));
    return [keyId, left.union(new Set(set.map(({ tagKey }) => tagKey)))] as const;
  });
  if (
    tagged.some(
      ([keyId, after]) => after.size > MAX_TAGS && after.size > (tags.get(keyId)?.size ?? 0),
    )
  )
    return false;
  for (const row of newAliases(writes)) aliases.set(nameOf(row), row.keyId);
  // A name that ends in this batch is not free before the next: rows are inserted first.
  for (const change of aliasChanges) aliases.set(nameOf(change), change.to ?? '');
  for (const keyId of namedAfterwards(writes))
    aliasCounts.set(keyId, (aliasCounts.get(keyId) ?? 0) + 1);
  for (const [keyId, after] of tagged) tags.set(keyId, after);
  return true;
}
