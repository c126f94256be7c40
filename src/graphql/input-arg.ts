import type { ArgBuilder, InputRef } from '@pothos/core';
import type { builder } from './builder.ts';

/** The `input` argument of a mutation. Its description is that of the input type (describe-schema.ts). */
export const inputArg = <Shape>(
  t: { readonly arg: ArgBuilder<typeof builder.$inferSchemaTypes> },
  type: InputRef<Shape>,
) => t.arg({ type, required: true });
