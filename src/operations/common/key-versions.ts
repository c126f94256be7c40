import { z } from 'zod';
import type { Rows } from '#store/tables.ts';

/** What callers see of a key version. */
export const keyVersion = z.object({
  keyId: z.string(),
  keyVersionId: z.string(),
  creationDate: z.date(),
});

export const describeVersion = ({
  id,
  keyId,
  createdAt,
}: Pick<Rows['keyVersion'], 'id' | 'keyId' | 'createdAt'>) => ({
  keyId,
  keyVersionId: id,
  creationDate: createdAt,
});
