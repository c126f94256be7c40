// Runs before `npm start` and `npm test`: installs and generates what is missing or out of date.
//   node scripts/bootstrap.mjs               what the server needs
//   node scripts/bootstrap.mjs development   the development packages too
//   node scripts/bootstrap.mjs documents     all of these, and the typed GraphQL documents
// Plain JavaScript without packages: the system's Node, which may be old, runs it before anything is installed.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages } from './bootstrap/install.mjs';
import { lock, unlock } from './bootstrap/lock.mjs';
import { nodeToUse } from './bootstrap/node-package.mjs';
import { runNode, runNpm } from './bootstrap/run.mjs';
import { step } from './bootstrap/step.mjs';

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'));

const documents = process.argv.includes('documents');
const kind = documents || process.argv.includes('development') ? 'development' : 'production';

const GRAPHIQL = [
  'package-lock.json',
  'scripts/write-graphiql.ts',
  'src/pages/encodings.ts',
  'src/pages/hashed-name.ts',
];
const DOCUMENTS = [
  'package-lock.json',
  'codegen.ts',
  'src/graphql/schema.graphql',
  'src/graphql/error-codes.ts',
  'src/domain/errors.ts',
  'src/pages/browser',
  'src/console',
  'examples',
  'test',
];

lock();
try {
  await installPackages(kind);
  await step('graphiql', 'Writing the files of GraphiQL…', GRAPHIQL, 'src/generated/graphiql', () =>
    runNode(nodeToUse(), 'scripts/write-graphiql.ts'),
  );
  if (documents)
    await step(
      'documents',
      'Generating the GraphQL documents…',
      DOCUMENTS,
      'src/generated/documents',
      () => runNpm('run', '--silent', 'generate:documents'),
    );
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  unlock();
}
