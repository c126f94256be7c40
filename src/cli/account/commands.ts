import { makeAccountId } from '#integrity/new-account.ts';
import { createAccount } from '#operations/account/create-account.ts';
import { listAccounts } from '#operations/account/list-accounts.ts';
import { endSessions } from '#operations/session/end-sessions.ts';
import { perform } from '#pipeline/perform.ts';
import { CommandError } from '../command/command-error.ts';
import { accessKeyToKeep, keepSecret } from '../command/keep-secret.ts';
import type { Report, Session } from '../command/program.ts';
import { formatTable } from '../command/table.ts';
import { asOperatorOf } from '../operator-call.ts';

/** `create [id]`. */
export async function create(
  { call, config, options }: Session,
  id = makeAccountId(),
): Promise<Report> {
  if (options.account !== undefined)
    throw new CommandError('Leave --account out. The id of the new account is an argument.');
  if (!/^[1-9]\d{15}$/.test(id))
    throw new CommandError('Give the id of an account 16 digits, the first one not 0.');
  const { accountId, accessKey } = await perform(createAccount, asOperatorOf(call, id), {});
  return {
    json: { accountId, accessKey },
    text: `Created the account ${accountId}. The access key of its root identity:\n\n${keepSecret(config, accessKeyToKeep(accessKey))}`,
  };
}

/** `list`: every account, oldest first, and how much it has. */
export async function list({ call }: Session): Promise<Report> {
  const { accounts } = await perform(listAccounts, call, {});
  return {
    json: { accounts },
    text: formatTable(
      ['ACCOUNT', 'CREATED', 'ACCESS KEYS', 'USERS', 'ROLES', 'POLICIES', 'KEYS'],
      accounts.map(({ accountId, createDate, accessKeys, users, roles, policies, keys }) => [
        accountId,
        createDate,
        accessKeys,
        users,
        roles,
        policies,
        keys,
      ]),
    ),
  };
}

/** `end-sessions`. */
export async function end({ call }: Session): Promise<Report> {
  const { accountId } = call.principal;
  const { sessionsValidAfter } = await perform(endSessions, call, {});
  return {
    json: { accountId, sessionsValidAfter },
    text: `Ended all sessions of the account ${accountId}: of browsers, and of roles.`,
  };
}
