import { existsSync, readdirSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OPERATIONS } from '#operations/registry.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import type { Facts } from './facts.ts';
import { missingFacts } from './missing-facts.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const SOURCES = resolve(ROOT, 'src/operations');
/** Marks an import of a test file that is for its facts and must not register its tests. */
export const FACTS_ONLY = '?facts';

/** `EnableKey` as a file name: `enable-key`. */
export const kebabCase = (name: string): string =>
  name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();

/** The files of operations: `<noun>/<operation>`, without those in `common/`. */
export const operationFiles = (): { readonly noun: string; readonly file: string }[] =>
  readdirSync(SOURCES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'common')
    .flatMap(({ name: noun }) =>
      readdirSync(resolve(SOURCES, noun)).map((file) => ({ noun, file })),
    );

/** The folder of an operation: `key` for EnableKey. @throws Error where no file has its name */
export function nounOf({ name }: Pick<AnyOperation, 'name'>): string {
  const file = `${kebabCase(name)}.ts`;
  const found = operationFiles().find((one) => one.file === file);
  if (!found) throw new Error(`${name}: no src/operations/<noun>/${file}`);
  return found.noun;
}

/** The test file of an operation, which need not exist. */
export const testFileOf = (operation: Pick<AnyOperation, 'name'>): string =>
  resolve(ROOT, 'test/operations', nounOf(operation), `${kebabCase(operation.name)}.test.ts`);

/**
 * The facts of an operation, from its test file. Do not await it while a module loads: the test file imports the
 * module that would wait for it.
 * @throws Error that names the operation and what is missing
 */
export async function factsOf(name: string): Promise<Facts> {
  const operation = OPERATIONS.find((one) => one.name === name);
  if (!operation) throw new Error(`${name} is not in src/operations/registry.ts`);
  const file = testFileOf(operation);
  const shown = relative(ROOT, file);
  if (!existsSync(file))
    throw new Error(
      `${name}: no ${shown} that exports \`facts\` with \`operation\`, \`examples\`, \`parameters\`, \`response\` and \`document\``,
    );
  const { facts } = (await import(`${pathToFileURL(file)}${FACTS_ONLY}`)) as { facts?: Facts };
  const missing = missingFacts(operation, facts);
  if (!facts || missing.length > 0)
    throw new Error(`${name}: ${shown} lacks ${missing.join(', ')}`);
  return facts;
}

/** The facts of all operations, in the order of the registry. */
export const allFacts = (): Promise<Facts[]> =>
  Promise.all(OPERATIONS.map(({ name }) => factsOf(name)));
