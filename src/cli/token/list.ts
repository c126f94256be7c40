import { listApiTokens } from '#operations/api-token/list-api-tokens.ts';
import { listUsers } from '#operations/user/list-users.ts';
import type { Call } from '#pipeline/call.ts';
import { perform } from '#pipeline/perform.ts';
import { allPages } from '../command/all-pages.ts';
import type { CommonOptions, Report, Session } from '../command/program.ts';
import { formatTable } from '../command/table.ts';

interface ListOptions extends CommonOptions {
  readonly user?: string;
}

/** The names of those who can own tokens: undefined is the root identity of the account. */
async function owners(call: Call): Promise<(string | undefined)[]> {
  const users = await allPages(
    (page) => perform(listUsers, call, page),
    (page) => page.users.user,
  );
  return [undefined, ...users.map(({ userName }) => userName)];
}

async function tokensOf(call: Call, userName: string | undefined) {
  const { nodes } = await perform(listApiTokens, call, { userName });
  return nodes.apiTokens.map(({ id, name, hint, policy, createdAt, expiresAt, lastUse }) => ({
    tokenId: id,
    userName: userName ?? null,
    name,
    hint,
    policy,
    createDate: createdAt,
    expirationDate: expiresAt,
    lastUse: lastUse && {
      date: lastUse.lastUsedAt,
      operation: lastUse.operation,
      address: lastUse.address,
    },
  }));
}

/** `list`: the API tokens of a user, or of everybody in the account. */
export async function list({ call, options }: Session<ListOptions>): Promise<Report> {
  const names = options.user === undefined ? await owners(call) : [options.user];
  const apiTokens: Awaited<ReturnType<typeof tokensOf>> = [];
  for (const userName of names) apiTokens.push(...(await tokensOf(call, userName)));
  const table = () =>
    formatTable(
      ['TOKEN ID', 'USER', 'NAME', 'ENDS IN', 'CREATED', 'EXPIRES', 'LAST USED', 'FOR', 'FROM'],
      apiTokens.map((token) => [
        token.tokenId,
        token.userName,
        token.name,
        `…${token.hint}`,
        token.createDate,
        token.expirationDate,
        token.lastUse?.date,
        token.lastUse?.operation,
        token.lastUse?.address,
      ]),
    );
  return { json: { apiTokens }, text: apiTokens.length > 0 ? table() : 'No API tokens.' };
}
