import type { Reader } from '../store.ts';
import type { Rows } from '../tables.ts';
import { type Part, partById } from './part.ts';

/** A row that signs a browser in, and the name of the user that it signs in; null: the root identity of the account, or a role. */
export type WithUserName<Row> = Row & { readonly userName: string | null };
/** A browser session with an id, which rows of older releases lack. They expire within twelve hours after the upgrade. */
export type BrowserSessionRow = WithUserName<Rows['session'] & { readonly id: string }>;
/** A sign-in link with an id, likewise. */
export type SignInLinkRow = WithUserName<Rows['signInLink'] & { readonly id: string }>;

/**
 * The browser sessions and sign-in links of an account that have neither expired nor been ended, in the order in which they
 * were made.
 */
export function browserSessionReader(db: Reader, accountId: string, clock: () => Date) {
  const live = async () => {
    const account = await db.account.findUnique({ where: { id: accountId } });
    const after = account?.sessionsValidAfter ?? new Date(0);
    const where = { accountId, id: { not: null }, expiresAt: { gt: clock() } };
    return { ...where, createdAt: { gt: after } };
  };
  return {
    sessionList: {
      count: async () => db.session.count({ where: await live() }),
      byId: async (part: Part) =>
        withUserNames(db, await db.session.findMany(partById(await live(), part))) as Promise<
          BrowserSessionRow[]
        >,
    },
    async sessions(ids: readonly string[]) {
      const where = { AND: [await live(), { id: { in: [...ids] } }] };
      return withUserNames(db, await db.session.findMany({ where })) as Promise<
        BrowserSessionRow[]
      >;
    },
    async signInLinks() {
      const where = { accountId, id: { not: null }, expiresAt: { gt: clock() } };
      const links = await db.signInLink.findMany({ where, orderBy: { id: 'desc' }, take: 1_000 });
      return withUserNames(db, links) as Promise<SignInLinkRow[]>;
    },
  };
}

/** Adds the names of users: three statements for any number of rows. */
async function withUserNames<
  Row extends {
    readonly accessKeyId: string;
    readonly apiTokenId?: string | null;
    readonly userId?: string | null;
  },
>(db: Reader, rows: readonly Row[]): Promise<WithUserName<Row>[]> {
  const select = { id: true, userId: true } as const;
  const ids = rows.map(({ accessKeyId }) => accessKeyId);
  const tokenIds = rows.flatMap(({ apiTokenId }) => apiTokenId ?? []);
  const accessKeys = await db.accessKey.findMany({ where: { id: { in: distinct(ids) } }, select });
  const tokens = await db.apiToken.findMany({ where: { id: { in: distinct(tokenIds) } }, select });
  const owners = new Map([...accessKeys, ...tokens].map(({ id, userId }) => [id, userId]));
  const userIdOf = ({ userId, accessKeyId, apiTokenId }: Row) =>
    userId ?? owners.get(apiTokenId ?? accessKeyId) ?? null;
  const userIds = rows.flatMap((row) => userIdOf(row) ?? []);
  const users = await db.user.findMany({
    where: { id: { in: userIds } },
    select: { id: true, name: true },
  });
  const names = new Map(users.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({ ...row, userName: names.get(userIdOf(row) ?? '') ?? null }));
}

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)];
