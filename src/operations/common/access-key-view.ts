import { z } from 'zod';
import { accountIdOf, type Owner } from '#integrity/owners.ts';
import type { Call } from '#pipeline/call.ts';
import { text } from '#pipeline/fields.ts';
import type { Rows } from '#store/tables.ts';
import { notExisting } from './not-found.ts';
import { name } from './ram-fields.ts';

/** Whether an access key can be used, in the API's words. */
export const ACCESS_KEY_STATUSES = ['Active', 'Inactive'] as const;

/** The row of an access key, for GraphQL. */
export type AccessKeyRow = Rows['accessKey'];
/** The row of the last use of an access key. */
export type AccessKeyUseRow = Rows['accessKeyUse'];

/** The user whose access keys are meant; absent: the caller. */
export const ownerName = name.optional();
/** The id of an access key: 1 to 128 characters. */
export const accessKeyId = text(128, 1);

/** An access key as RAM's API shows it, without its secret. */
export const accessKeyView = z.object({
  accessKeyId: z.string(),
  status: z.enum(ACCESS_KEY_STATUSES),
  createDate: z.date(),
});

/** A row as it is shown. */
export const viewAccessKey = ({ id, enabled, createdAt }: Rows['accessKey']) => ({
  accessKeyId: id,
  status: enabled ? ('Active' as const) : ('Inactive' as const),
  createDate: createdAt,
});

/** The access key of an owner with this id. @throws KmsError `EntityNotExist.User.AccessKey` */
export function requireAccessKey({ accessKeys }: Owner, id: string): Rows['accessKey'] {
  const row = accessKeys.find((one) => one.id === id);
  if (!row) throw notExisting('User.AccessKey');
  return row;
}

/** The last use of an access key; null if it was never used. */
export const lastUseOf = (
  { services: { db } }: Call,
  owner: Owner,
  id: string,
): Promise<Rows['accessKeyUse'] | null> =>
  db.accessKeyUse.findUnique({ where: { accessKeyId: id, accountId: accountIdOf(owner) } });
