import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

function filesBelow(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

/** Of the names and contents of these files, and of all below those that are folders. */
export function hashOf(paths) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of paths.flatMap(filesBelow))
    hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

/** What a step was done with, the last time. Kept in node_modules: whoever removes that does every step again. */
const stampOf = (name) => `node_modules/.keywright-${name}`;

export const readStamp = (name) =>
  existsSync(stampOf(name)) ? readFileSync(stampOf(name), 'utf8') : '';
export const writeStamp = (name, text) => writeFileSync(stampOf(name), text);
/** Before the work: interrupted, it is to be done again, whatever the inputs are by then. */
export const removeStamp = (name) => rmSync(stampOf(name), { force: true });

/** Does the work when an input has changed since it was done, or its output is missing. */
export async function step(name, message, inputs, output, work) {
  const hash = hashOf(inputs);
  if (readStamp(name) === hash && existsSync(output)) return;
  console.error(message);
  removeStamp(name);
  await work();
  writeStamp(name, hash);
}
