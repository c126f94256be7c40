import type { AnyOperation } from '#pipeline/operation.ts';
import type { Facts } from './facts.ts';
import { referenceFields } from './reference-fields.ts';

/** What the facts of an operation lack, each as it is written in the file. */
export function missingFacts(operation: AnyOperation, facts: Partial<Facts> | undefined): string[] {
  if (!facts) return ['an export named `facts`'];
  const { examples = [], references = {} } = facts;
  return [
    ...(facts.operation === operation ? [] : ['`operation`: the record in the registry']),
    ...(examples.length > 0 ? [] : ['`examples`']),
    ...examples.flatMap(({ on, states }, index) =>
      on && !states ? [`\`examples[${index}].states\``] : [],
    ),
    ...(facts.parameters ? [] : ['`parameters`']),
    ...(facts.response ? [] : ['`response`']),
    ...(facts.document || operation.rpcOnly ? [] : ['`document`']),
    ...(facts.graphqlField || operation.rpcOnly || operation.effect !== 'read'
      ? []
      : ['`graphqlField`']),
    ...referenceFields(operation)
      .filter((field) => !references[field])
      .map((field) => `\`references.${field}\``),
  ];
}
