// npm run schema: writes the GraphQL schema as it is served; with --check, fails when the committed one differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { printedSchema } from '#graphql/build-schema.ts';

const file = resolve(import.meta.dirname, '../src/graphql/schema.graphql');
if (process.argv[2] !== '--check') writeFileSync(file, printedSchema());
else if (readFileSync(file, 'utf8') !== printedSchema()) {
  console.error(
    'src/graphql/schema.graphql is not the schema that the code serves; run: npm run schema',
  );
  process.exit(1);
}
