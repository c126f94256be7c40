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

/** SHA-256 of the platform and of the names and contents of files; for a folder, of all files below it. */
export function hashOf(paths) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of paths.flatMap(filesBelow))
    hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

/** The file with the hash of a step's inputs when it last ran. Removing node_modules makes all steps run again. */
const stampOf = (name) => `node_modules/.keywright-${name}`;

export const readStamp = (name) =>
  existsSync(stampOf(name)) ? readFileSync(stampOf(name), 'utf8') : '';
export const writeStamp = (name, text) => writeFileSync(stampOf(name), text);
/** Call before the work, so that an interrupted step runs again. */
export const removeStamp = (name) => rmSync(stampOf(name), { force: true });

/** Does the work if an input has changed since it was last done, or if its output is missing. */
export async function step(name, message, inputs, output, work) {
  const hash = hashOf(inputs);
  if (readStamp(name) === hash && existsSync(output)) return;
  console.error(message);
  removeStamp(name);
  await work();
  writeStamp(name, hash);
}
