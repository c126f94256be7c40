// Checks src/graphql/schema.graphql: by the rules of graphql-eslint, and for changes that break clients of the schema
// that was released last, src/graphql/released-schema.graphql. With --release (npm run schema:release), makes the
// schema the released one, and lists what that breaks.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { breakingChanges } from './schema/breaking-changes.ts';
import { lintSchema } from './schema/lint.ts';

const { values } = parseArgs({
  options: {
    release: { type: 'boolean', default: false },
    schema: { type: 'string', default: fileBeside('schema.graphql') },
    released: { type: 'string', default: fileBeside('released-schema.graphql') },
  },
});
const schema = readFileSync(values.schema, 'utf8');

report(
  await lintSchema(schema),
  `${values.schema} does not follow the rules in scripts/schema/lint-rules.ts:`,
);

const changes = await breakingChanges(readFileSync(values.released, 'utf8'), schema);
const list = changes.map(({ what, advice }) => `${what}\n    ${advice}`);
if (!values.release)
  report(
    list,
    'The schema breaks clients of the released one (src/graphql/released-schema.graphql):',
  );
else if (process.exitCode !== 1) {
  writeFileSync(values.released, schema);
  if (list.length > 0) console.log(lines('Released. Name each of these in CHANGELOG.md:', list));
}

function fileBeside(name: string): string {
  return resolve(import.meta.dirname, '../src/graphql', name);
}

function report(findings: readonly string[], heading: string): void {
  if (findings.length === 0) return;
  console.error(lines(heading, findings));
  process.exitCode = 1;
}

function lines(heading: string, items: readonly string[]): string {
  return [heading, ...items.map((item) => `  ${item}`)].join('\n');
}
