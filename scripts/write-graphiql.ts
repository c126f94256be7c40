// Writes the parts of GraphiQL as compressed files, so that the server can send them under a content security policy. The
// ready-made page has everything inline, 9 MB.
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

rmSync(folder, { recursive: true, force: true }); // files of an earlier release have other hashes in their names
mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(files)) {
  const content = Buffer.from(text);
  const path = `${folder}/${hashedName(name, content)}`;
  writeFileSync(path, content);
  for (const [encoding, compressed] of Object.entries(compress(content)))
    writeFileSync(`${path}.${encoding}`, compressed);
}
