import type { ArgBuilder, InputFieldBuilder } from '@pothos/core';
import type { KeyRule } from '#pipeline/operation.ts';
import type { builder } from './builder.ts';

type Types = typeof builder.$inferSchemaTypes;
/** Builder of the fields of an input type. */
export type InputFields = InputFieldBuilder<Types, 'InputObject'>;
type Args = ArgBuilder<Types>;

type Accepts = KeyRule['accepts'];
/** An operation, or a rule for a further key that it takes. */
interface Rule {
  readonly key: { readonly accepts: Accepts };
}

const NAMES = { id: 'id', alias: 'alias', arn: 'ARN' } as const;

/** How a key can be named where these are accepted: "id", "id or alias", "id, alias or ARN". */
export function describeAccepted(accepts: Accepts): string {
  const names = accepts.map((accepted) => NAMES[accepted]);
  const last = names.pop() ?? '';
  return names.length > 0 ? `${names.join(', ')} or ${last}` : last;
}

/** KeyId where only an id is accepted, else KeyReference. */
const scalarOf = (accepts: Accepts): 'KeyId' | 'KeyReference' =>
  accepts.every((accepted) => accepted === 'id') ? 'KeyId' : 'KeyReference';

const text = (what: string, { key: { accepts } }: Rule): string =>
  `${what}: ${describeAccepted(accepts)}${scalarOf(accepts) === 'KeyId' ? ', not an alias or ARN' : ''}.`;

/** The input field that names the key of an operation. Type and text come from what the record accepts. */
export const keyField = (t: InputFields, rule: Rule, what = 'The key') =>
  t.field({ type: scalarOf(rule.key.accepts), required: true, description: text(what, rule) });

/** The same for a field of a `@oneOf` input type, where no field is required. */
export const optionalKeyField = (t: InputFields, rule: Rule, what: string) =>
  t.field({ type: scalarOf(rule.key.accepts), description: text(what, rule) });

/** The same for several keys. */
export const keyListField = (t: InputFields, rule: Rule, what: string) =>
  t.field({ type: [scalarOf(rule.key.accepts)], required: true, description: text(what, rule) });

/** The same for an argument of a field. */
export const keyArg = (t: Args, rule: Rule, what = 'The key') =>
  t({ type: scalarOf(rule.key.accepts), required: true, description: text(what, rule) });
