import type { JsonNode, JsonObject, JsonScalar } from './json-reader.ts';
import { PolicyError } from './policy-error.ts';

/** The members of an object that has at least one. */
export function readObject(node: JsonNode, example: string): JsonObject {
  if (node.kind !== 'object' || node.members.size === 0)
    throw new PolicyError(node, 'This is not an object with members.', `Write ${example}.`);
  return node;
}

/** A string. `${` is an error: variables are not supported, and would otherwise be compared literally. */
export function readString(node: JsonNode, example: string): string {
  if (node.kind !== 'string')
    throw new PolicyError(node, 'This is not a string.', `Write ${example}.`);
  refuseVariables(node.text, node);
  return node.text;
}

/** Throws for a text with a variable of a policy. */
export function refuseVariables(text: string, node: JsonNode): void {
  if (text.includes('${'))
    throw new PolicyError(
      node,
      'Policy variables, which begin with ${, are not supported.',
      'Write the value itself.',
    );
}

/** The items of a list that has at least one, or the value itself as a list of one. */
export function readList(node: JsonNode, example: string): readonly JsonNode[] {
  if (node.kind !== 'list') return [node];
  if (node.items.length === 0)
    throw new PolicyError(node, 'The list is empty.', `Write ${example}.`);
  return node.items;
}

/** A value of a condition: a string, number or boolean, as text. */
export function readScalar(node: JsonNode): string {
  if (!isValue(node))
    throw new PolicyError(
      node,
      'A value of a condition is a string, a number or a boolean.',
      'Write one value, or a list of them.',
    );
  refuseVariables(node.text, node);
  return node.text;
}

const isValue = (node: JsonNode): node is JsonScalar =>
  node.kind === 'string' || node.kind === 'number' || node.kind === 'boolean';
