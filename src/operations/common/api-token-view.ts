import { z } from 'zod';
import type { Rows } from '#store/tables.ts';

/** The row of an API token, for GraphQL, with its last use. */
export type ApiTokenRow = Rows['apiToken'] & { readonly lastUse: Rows['accessKeyUse'] | null };

/** An API token as it is shown: without the token. */
export const apiTokenView = z.object({
  tokenId: z.string(),
  name: z.string(),
  hint: z.string(),
  policy: z.string().optional(),
  createDate: z.date(),
  expirationDate: z.date().optional(),
  lastUseDate: z.date().optional(),
});

/** A row as it is shown. */
export const viewApiToken = ({
  id,
  name,
  hint,
  policy,
  createdAt,
  expiresAt,
  lastUse,
}: ApiTokenRow) => ({
  tokenId: id,
  name,
  hint,
  createDate: createdAt,
  ...(policy !== null && { policy }),
  ...(expiresAt && { expirationDate: expiresAt }),
  ...(lastUse && { lastUseDate: lastUse.lastUsedAt }),
});
