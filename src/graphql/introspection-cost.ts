import {
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';

/** Upper estimates of how many entries a list of the introspection schema has here. */
const LIST_SIZES: Readonly<Record<string, number>> = {
  types: 120,
  fields: 15,
  args: 4,
  inputFields: 8,
  enumValues: 8,
  possibleTypes: 12,
  interfaces: 2,
  directives: 6,
};

/** Several times what the introspection query of GraphiQL counts. */
const MAX_VALUES = 1_000_000;

/**
 * Refuses introspection that returns more values than any tool needs. The complexity plugin counts only the schema's own
 * fields: with aliases, four kilobytes of `__schema` made a gigabyte of answer.
 */
export const boundedIntrospection: ValidationRule = (context) => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of context.getDocument().definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  const known = new Map<SelectionSetNode, number>();

  /** The values that a selection gives, its lists multiplied out. Stops counting beyond the limit. */
  function valuesOf(selections: SelectionSetNode, within: ReadonlySet<SelectionSetNode>): number {
    if (within.has(selections)) return 0; // a cycle of fragments, which another rule refuses
    const counted = known.get(selections);
    if (counted !== undefined) return counted;
    const inner = new Set(within).add(selections);
    let values = 0;
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) {
        const size = LIST_SIZES[selection.name.value] ?? 1;
        values +=
          size * (1 + (selection.selectionSet ? valuesOf(selection.selectionSet, inner) : 0));
      } else {
        const target =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (target) values += valuesOf(target.selectionSet, inner);
      }
    }
    values = Math.min(values, MAX_VALUES + 1);
    known.set(selections, values);
    return values;
  }

  let total = 0;
  return {
    Field({ name, selectionSet }) {
      if (!selectionSet || (name.value !== '__schema' && name.value !== '__type')) return;
      total += valuesOf(selectionSet, new Set());
      if (total > MAX_VALUES)
        context.reportError(
          new GraphQLError(
            'This introspection query is too costly. Ask for fewer fields of the schema at a time.',
            {
              extensions: { code: 'QUERY_TOO_COSTLY', cost: total, limit: MAX_VALUES },
            },
          ),
        );
    },
  };
};
