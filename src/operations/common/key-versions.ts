import { z } from 'zod';
import type { Rows } from '#store/tables.ts';

/** A key version in answers. */
export const keyVersion = z.object({
  keyId: z.string(),
  keyVersionId: z.string(),
  creationDate: z.date(),
});

/** Converts a row of KeyVersion to the form in answers. */
export const describeVersion = ({
  id,
  keyId,
  createdAt,
}: Pick<Rows['keyVersion'], 'id' | 'keyId' | 'createdAt'>) => ({
  keyId,
  keyVersionId: id,
  creationDate: createdAt,
});
