// npm run schema: writes the GraphQL schema of the server. With --check it fails if the committed file differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { printedSchema } from '#graphql/build-schema.ts';

const file = resolve(import.meta.dirname, '../src/graphql/schema.graphql');
if (process.argv[2] !== '--check') writeFileSync(file, printedSchema());
else if (readFileSync(file, 'utf8') !== printedSchema()) {
  console.error(
    'src/graphql/schema.graphql differs from the schema of the code. Run: npm run schema',
  );
  process.exit(1);
}
