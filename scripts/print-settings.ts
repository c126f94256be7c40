// npm run settings: writes docs/settings.md from the table of settings; with --check, fails when the committed one differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Setting } from '#config/setting.ts';
import { SETTINGS } from '#config/settings.ts';

const INTRODUCTION = `# Settings

<!-- Written by \`npm run settings\` from src/config/settings.ts. Do not edit: \`npm run check\` compares the two. -->

Set them as environment variables, or in a file \`.env\` in the working folder. An empty value means that the setting is
not set.

- **A wrong value** stops the start, with an error that names the setting and what it must be.
- **An unknown name** that begins with \`KEYWRIGHT_\` stops the start too, with the nearest name that exists. So a mistyped
  setting does not go unnoticed. Names that Kubernetes sets for services called \`keywright\` or \`keywright-…\`
  (\`KEYWRIGHT_PORT…\`, \`KEYWRIGHT_SERVICE_…\`) are accepted and ignored. \`KEYWRIGHT_URL\` is read by the examples, and
  \`KEYWRIGHT_TEST_…\` by the tests.
- **A secret in a file:** a setting that ends with \`_FILE\` names a file that holds the value of the setting without
  \`_FILE\`, if there is one. A line end after the value is ignored. Setting both is an error.

| setting | default | must be | what it does |
| --- | --- | --- | --- |
`;

/** Text without what Markdown would take for a column or for an HTML tag. */
const plain = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '\\<');

/** What is used when the setting is not set; empty where it then has no effect. */
function defaultOf({ schema, fallback }: Setting): string {
  const value = schema.safeParse(undefined).data;
  return fallback ?? (value === undefined ? '' : `\`${value}\``);
}

const row = (name: string, setting: Setting): string =>
  `| \`${name}\` | ${defaultOf(setting)} | ${plain(setting.expected)} | ${setting.description} |\n`;

const text = `${INTRODUCTION}${Object.entries(SETTINGS)
  .map(([name, setting]) => row(name, setting))
  .join('')}`;

const file = resolve(import.meta.dirname, '../docs/settings.md');
if (process.argv[2] !== '--check') writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error('docs/settings.md differs from src/config/settings.ts; run: npm run settings');
  process.exit(1);
}
