// Part of `npm run generate`: writes GraphiQL's parts as files, so that the server hands them out one by one, under a
// content security policy: its ready-made page holds everything inline, 9 MB of it. Each file is compressed here, once.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  css,
  editorWorkerService,
  favicon,
  graphqlWorker,
  js,
  jsonWorker,
} from '@graphql-yoga/render-graphiql/graphiql';
import { compress } from '#pages/encodings.ts';
import { hashedName } from '#pages/hashed-name.ts';

const folder = resolve(import.meta.dirname, '../src/generated/graphiql');
const files: Record<string, string | Buffer> = {
  'graphiql.js': js,
  'graphiql.css': css,
  'worker-editor.js': editorWorkerService,
  'worker-graphql.js': graphqlWorker,
  'worker-json.js': jsonWorker,
  'favicon.ico': Buffer.from(favicon.slice(favicon.indexOf(',') + 1), 'base64'),
};

rmSync(folder, { recursive: true, force: true }); // a file of an earlier release has the same name with another hash
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(files)) {
  const content = Buffer.from(text);
  const path = `${folder}/${hashedName(name, content)}`;
  writeFileSync(path, content);
  for (const [encoding, compressed] of Object.entries(compress(content)))
    writeFileSync(`${path}.${encoding}`, compressed);
}
