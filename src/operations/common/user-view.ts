import { z } from 'zod';
import type { Rows } from '#store/tables.ts';
import { shortText } from './ram-fields.ts';

/** The row of a user, for GraphQL. */
export type UserRow = Rows['user'];

/** What a caller can say about a user, beside its name. */
export const userDetails = {
  displayName: shortText,
  mobilePhone: shortText,
  email: shortText,
  comments: shortText,
};

/** A user as RAM's API shows it. */
export const userView = z.object({
  userId: z.string(),
  userName: z.string(),
  displayName: z.string(),
  mobilePhone: z.string(),
  email: z.string(),
  comments: z.string(),
  createDate: z.date(),
  updateDate: z.date(),
});

/** A row as it is shown. */
export const viewUser = ({
  id,
  name,
  createdAt,
  updatedAt,
  displayName,
  mobilePhone,
  email,
  comments,
}: Rows['user']): z.input<typeof userView> => ({
  userId: id,
  userName: name,
  displayName,
  mobilePhone,
  email,
  comments,
  createDate: createdAt,
  updateDate: updatedAt,
});
