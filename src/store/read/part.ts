import type { Prisma } from '#generated/sqlite/client.ts';

/** A part of a list. */
export interface Part<Place = string> {
  /** Only rows with a greater sort key than this one. */
  readonly after?: Place | undefined;
  /** Only rows with a smaller sort key than this one. */
  readonly before?: Place | undefined;
  /** The greatest sort key first. */
  readonly isDescending: boolean;
  /** Most rows; of each list where several are read. */
  readonly take: number;
}

/** A place in a list that is sorted by date of creation; the id sorts rows of the same millisecond. */
export interface CreationPlace {
  readonly createdAt: Date;
  readonly id: string;
}

const directionOf = ({ isDescending }: Part<unknown>) => (isDescending ? 'desc' : 'asc');

/** A part of a list in the order of ids, as Prisma's `findMany` takes it beside the list's own filter. */
export const partById = <Where extends object>(where: Where, part: Part) => ({
  where: {
    AND: [
      where,
      ...(part.after === undefined ? [] : [{ id: { gt: part.after } }]),
      ...(part.before === undefined ? [] : [{ id: { lt: part.before } }]),
    ],
  },
  orderBy: { id: directionOf(part) } as const,
  take: part.take,
});

/** The same in the order of names, which are unique in an account. */
export const partByName = <Where extends object>(where: Where, part: Part) => ({
  where: {
    AND: [
      where,
      ...(part.after === undefined ? [] : [{ name: { gt: part.after } }]),
      ...(part.before === undefined ? [] : [{ name: { lt: part.before } }]),
    ],
  },
  orderBy: { name: directionOf(part) } as const,
  take: part.take,
});

/** The same of keys in the order of their dates of creation. The first bound repeats what the second implies, for the index. */
export const partByCreation = (where: Prisma.KeyWhereInput, part: Part<CreationPlace>) => {
  const { after, before } = part;
  const bounds: Prisma.KeyWhereInput[] = [
    ...(after
      ? [
          { createdAt: { gte: after.createdAt } },
          { OR: [{ createdAt: { gt: after.createdAt } }, { id: { gt: after.id } }] },
        ]
      : []),
    ...(before
      ? [
          { createdAt: { lte: before.createdAt } },
          { OR: [{ createdAt: { lt: before.createdAt } }, { id: { lt: before.id } }] },
        ]
      : []),
  ];
  const direction = directionOf(part);
  return {
    where: { AND: [where, ...bounds] },
    orderBy: [{ createdAt: direction } as const, { id: direction } as const],
    take: part.take,
  };
};
