import { getAccessKeyLastUsed } from '#operations/access-key/get-access-key-last-used.ts';
import { listAccessKeys } from '#operations/access-key/list-access-keys.ts';
import type { Call } from '#pipeline/call.ts';
import { perform } from '#pipeline/perform.ts';
import type { Report, Session } from '../command/program.ts';
import { formatTable } from '../command/table.ts';
import type { AccessKeyOptions } from './owner.ts';

/** The access keys of a user, or of the root identity, with their last uses. */
export async function readAccessKeys(call: Call, userName: string | undefined) {
  const { nodes } = await perform(listAccessKeys, call, { userName });
  return Promise.all(
    nodes.accessKeys.map(async ({ id, enabled, createdAt, expiresAt }) => {
      const input = { userName, userAccessKeyId: id };
      const { lastUse } = (await perform(getAccessKeyLastUsed, call, input)).nodes;
      return {
        accessKeyId: id,
        userName: userName ?? null,
        status: enabled ? 'Active' : 'Inactive',
        createDate: createdAt,
        expirationDate: expiresAt,
        lastUse: lastUse && {
          date: lastUse.lastUsedAt,
          service: lastUse.service,
          operation: lastUse.operation,
          address: lastUse.address,
        },
      };
    }),
  );
}

/** A table of access keys. */
export function formatAccessKeys(
  accessKeys: Awaited<ReturnType<typeof readAccessKeys>>,
  now: Date,
): string {
  if (accessKeys.length === 0) return 'No access keys.';
  return formatTable(
    ['ACCESS KEY ID', 'STATUS', 'CREATED', 'EXPIRES', 'LAST USED', 'FOR', 'FROM'],
    accessKeys.map(({ accessKeyId, status, createDate, expirationDate, lastUse }) => [
      accessKeyId,
      expirationDate && expirationDate <= now ? 'Expired' : status,
      createDate,
      expirationDate,
      lastUse?.date,
      lastUse?.operation,
      lastUse?.address,
    ]),
  );
}

/** `list`: access keys of a user or of the root identity, oldest first. */
export async function list({ call, options }: Session<AccessKeyOptions>): Promise<Report> {
  const accessKeys = await readAccessKeys(call, options.user);
  return {
    json: { accessKeys },
    text: formatAccessKeys(accessKeys, call.services.clock()),
  };
}
