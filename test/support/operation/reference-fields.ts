import { z } from 'zod';
import { keyIds } from '#operations/common/tag-resources.ts';
import { keyReference } from '#pipeline/fields.ts';
import type { AnyOperation } from '#pipeline/operation.ts';

/** The input fields that name a key, found by their schema, so that no new one is missed. */
export const referenceFields = ({ input }: AnyOperation): string[] =>
  Object.entries(input.shape).flatMap(([field, type]) =>
    isReference(type as z.ZodType) ? [field] : [],
  );

function isReference(type: z.ZodType): boolean {
  if (type === keyReference || type === keyIds) return true;
  return (
    (type instanceof z.ZodOptional || type instanceof z.ZodDefault) &&
    isReference(type.unwrap() as z.ZodType)
  );
}
