// npm run documents: writes what the package exports as `keywright/documents`, from src/graphql/documents, as JavaScript with
// declarations: Node runs no TypeScript in node_modules. With --check it fails if the committed files differ.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import ts from 'typescript';
import { CLIENT } from '../codegen.ts';

const root = resolve(import.meta.dirname, '..');
const folder = `${root}/src/generated/exported`;
const HEADING = '// Written by `npm run documents` from src/graphql/documents. Do not edit.\n';

/** Only this type of that package is used, and declarations must not need a package that dependents do not have. */
const DECORATION_IMPORT =
  "import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';\n";
const DECORATION =
  'interface DocumentTypeDecoration<TResult, TVariables> {\n  /** Carries the types. It has no value. */\n  __apiType?: (variables: TVariables) => TResult;\n}\n';

const compilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext };

async function typescriptOf(documents: string): Promise<string> {
  const files: readonly { readonly filename: string; readonly content: string }[] = await generate(
    {
      schema: `${root}/src/graphql/schema.graphql`,
      generates: { 'exported/': { ...CLIENT, documents: [documents] } },
      silent: true,
    },
    false,
  );
  const text = files.find(({ filename }) => filename.endsWith('graphql.ts'))?.content ?? '';
  if (!text.includes(DECORATION_IMPORT)) throw new Error('The preset writes another import.');
  return text.replace('/* eslint-disable */\n', '').replace(DECORATION_IMPORT, DECORATION);
}

const text = await typescriptOf(`${root}/src/graphql/documents/*.graphql`);
const options = { fileName: 'documents.ts', compilerOptions, reportDiagnostics: true };
const compiled = {
  'documents.js': ts.transpileModule(text, options),
  'documents.d.ts': ts.transpileDeclaration(text, {
    ...options,
    compilerOptions: { ...compilerOptions, declaration: true, isolatedDeclarations: true },
  }),
};
for (const [name, { outputText, diagnostics = [] }] of Object.entries(compiled)) {
  if (diagnostics.length > 0)
    throw new Error(diagnostics.map(({ messageText }) => String(messageText)).join('\n'));
  const file = `${folder}/${name}`;
  const content = HEADING + outputText;
  if (process.argv[2] !== '--check') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  } else if (readFileSync(file, 'utf8') !== content) {
    console.error(`src/generated/exported/${name} is not up to date. Run: npm run documents`);
    process.exitCode = 1;
  }
}
