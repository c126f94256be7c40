import { type ASTNode, Kind, parse, type StringValueNode, visit } from 'graphql';
import type { Finding, SourceFile } from './finding.ts';
import { repeatsName } from './repeats-name.ts';

const DESCRIBED = new Set<string>([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.ENUM_VALUE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
  Kind.DIRECTIVE_DEFINITION,
  Kind.FIELD_DEFINITION,
  Kind.INPUT_VALUE_DEFINITION,
]);

interface Described {
  readonly name: { readonly value: string };
  readonly description?: StringValueNode;
}

/** Lists the definitions of a printed GraphQL schema that have no description, or one that only repeats their names. */
export function findPoorDescriptions({ path, text }: SourceFile): Finding[] {
  const findings: Finding[] = [];
  visit(parse(text), {
    enter(node, _key, _parent, _path, ancestors) {
      if (!DESCRIBED.has(node.kind)) return;
      const { name, description } = node as ASTNode & Described;
      const parent = ancestors
        .flat()
        .findLast((ancestor) => DESCRIBED.has((ancestor as ASTNode).kind)) as Described | undefined;
      const parentName = parent?.name.value ?? '';
      const where = parentName ? `${parentName}.${name.value}` : name.value;
      const line = node.loc?.startToken.line ?? 1;
      if (!description?.value.trim())
        findings.push({ path, line, message: `${where} has no description` });
      else if (repeatsName(description.value, name.value, parentName))
        findings.push({
          path,
          line,
          message: `the description of ${where} only repeats the name: "${description.value}"`,
        });
    },
  });
  return findings;
}
