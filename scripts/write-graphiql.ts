// Part of `npm run generate`: writes GraphiQL's parts as files, so that the server hands them out one by one,
// under a content security policy. Its ready-made page holds everything inline, 9 MB of it, and scripts with it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { css, editorWorkerService, favicon, graphqlWorker, js, jsonWorker } from '@graphql-yoga/render-graphiql/graphiql';

const folder = resolve(import.meta.dirname, '../src/generated/graphiql');
mkdirSync(folder, { recursive: true });
const files: Record<string, string | Buffer> = {
  'graphiql.js': js,
  'graphiql.css': css,
  'worker-editor.js': editorWorkerService,
  'worker-graphql.js': graphqlWorker,
  'worker-json.js': jsonWorker,
  'favicon.ico': Buffer.from(favicon.slice(favicon.indexOf(',') + 1), 'base64'),
};
for (const [name, content] of Object.entries(files)) writeFileSync(`${folder}/${name}`, content);
