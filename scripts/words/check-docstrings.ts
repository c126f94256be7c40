import type { Finding, SourceFile } from './finding.ts';
import { repeatsName } from './repeats-name.ts';

const EXPORT =
  /^export (?:default )?(?:abstract |async |declare )*(?:function\*?|class|interface|type|const|let|enum) (\w+)/;

/** What carries its own description: GraphQL types (`description`), operations (`summary`), and the type of a tuple's values. */
const DESCRIBED_WITHIN =
  /= *(?:builder\b|wireEnum\(|\(typeof \w+\)\[|(?:keyOperation|accountOperation)\()/;

/** The docstring that ends on this line, as one text without its markers; undefined where none does. */
function docstringEndingAt(lines: readonly string[], end: number): string | undefined {
  if (!lines[end]?.trimEnd().endsWith('*/')) return undefined;
  let start = end;
  while (start > 0 && !lines[start]?.trimStart().startsWith('/*')) start -= 1;
  const text = lines.slice(start, end + 1).join(' ');
  return text.trimStart().startsWith('/**')
    ? text.replaceAll(/\/\*\*|\*\/|\s\*\s/g, ' ')
    : undefined;
}

/** Lists the exports of a file that have no docstring, or one that only repeats their name. Re-exports need none. */
export function findUndocumentedExports({ path, text }: SourceFile): Finding[] {
  const lines = text.split('\n');
  const names = new Set<string>();
  return lines.flatMap((line, index) => {
    const name = EXPORT.exec(line)?.[1];
    if (!name || names.has(name)) return []; // an overload stands below the one that is documented
    names.add(name);
    const docstring = docstringEndingAt(lines, index - 1);
    const at = { path, line: index + 1 };
    if (docstring !== undefined)
      return repeatsName(docstring, name)
        ? [{ ...at, message: `the docstring of ${name} only repeats the name` }]
        : [];
    if (DESCRIBED_WITHIN.test(`${line}${lines[index + 1]?.trim()}`)) return [];
    return [{ ...at, message: `${name} is exported without a docstring` }];
  });
}
