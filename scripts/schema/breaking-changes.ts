import { type Change, DiffRule, diff } from '@graphql-inspector/core';
import { buildSchema, type ConstDirectiveNode, parse, print, visit } from 'graphql';

/** A change after which a document that was valid, or code that reads its answer, can fail. */
export interface BreakingChange {
  readonly what: string;
  readonly advice: string;
}

const KEEP =
  'Keep it and mark it @deprecated with a reason that names the replacement. The next release may remove it.';
const ADD_ANOTHER = 'Keep it as it is, add a new one beside it, and mark this one @deprecated.';
const MAKE_OPTIONAL = 'Make it optional: nullable, or with a default.';
const RESTORE = 'Restore what was released.';

const DEPRECABLE_REMOVALS: ReadonlySet<string> = new Set([
  'FIELD_REMOVED',
  'FIELD_ARGUMENT_REMOVED',
  'INPUT_FIELD_REMOVED',
  'ENUM_VALUE_REMOVED',
]);
const REQUIRED_ADDITIONS: ReadonlySet<string> = new Set([
  'FIELD_ARGUMENT_ADDED',
  'INPUT_FIELD_ADDED',
]);

function adviceFor({ type }: Change): string {
  if (DEPRECABLE_REMOVALS.has(type)) return KEEP;
  if (type.endsWith('_TYPE_CHANGED')) return ADD_ANOTHER;
  return REQUIRED_ADDITIONS.has(type) ? MAKE_OPTIONAL : RESTORE;
}

/**
 * What breaks for clients of the released schema. What that schema marks as deprecated may be removed.
 * @param released the schema that clients know, as text
 * @param current the schema of the next release, as text
 */
export async function breakingChanges(
  released: string,
  current: string,
): Promise<BreakingChange[]> {
  const changes = await diff(buildSchema(withoutDeprecated(released)), buildSchema(current), [
    DiffRule.safeUnreachable, // types that only deprecated fields lead to
  ]);
  return changes.filter(isBreaking).map((change) => ({
    what: `${change.path ?? change.type}: ${change.message}`,
    advice: adviceFor(change),
  }));
}

/** GraphQL Inspector calls a changed default dangerous. Here it breaks: a default that is gone can make an argument required. */
const isBreaking = ({ type, criticality, meta }: Change): boolean =>
  isDefault(type)
    ? (meta as { oldDefaultValue?: string }).oldDefaultValue !== undefined
    : criticality.level === 'BREAKING';

const isDefault = (type: string): boolean => /_DEFAULT(_VALUE)?_CHANGED$/.test(type);

function withoutDeprecated(sdl: string): string {
  const drop = ({ directives = [] }: { directives?: readonly ConstDirectiveNode[] }) =>
    directives.some(({ name }) => name.value === 'deprecated') ? null : undefined;
  return print(
    visit(parse(sdl), {
      FieldDefinition: drop,
      InputValueDefinition: drop,
      EnumValueDefinition: drop,
    }),
  );
}
