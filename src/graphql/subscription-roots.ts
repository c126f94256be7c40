import {
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';

const CONDITIONS: ReadonlySet<string> = new Set(['skip', 'include']);

/**
 * Refuses `@skip` and `@include` on the field of a subscription (GraphQL specification of September 2025, section 5.2.4.1):
 * without its field there is nothing to subscribe to, which graphql-js 16 finds out only by an error of its own.
 */
export const unconditionalSubscriptions: ValidationRule = (context) => ({
  OperationDefinition({ operation, selectionSet }) {
    if (operation !== OperationTypeNode.SUBSCRIPTION) return;
    const seen = new Set<FragmentDefinitionNode>();
    const check = ({ selections }: SelectionSetNode): void => {
      for (const selection of selections) {
        const condition = selection.directives?.find(({ name }) => CONDITIONS.has(name.value));
        if (condition)
          context.reportError(
            new GraphQLError('The field of a subscription can have neither @skip nor @include.', {
              nodes: condition,
            }),
          );
        if (selection.kind === Kind.INLINE_FRAGMENT) check(selection.selectionSet);
        if (selection.kind !== Kind.FRAGMENT_SPREAD) continue;
        const fragment = context.getFragment(selection.name.value);
        if (!fragment || seen.has(fragment)) continue;
        seen.add(fragment);
        check(fragment.selectionSet);
      }
    };
    check(selectionSet);
  },
});
