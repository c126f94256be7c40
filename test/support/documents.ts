import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

/** A page of the project's documentation, by its path from the project's folder. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** A fenced block, such as ```sh run. */
export interface Block {
  readonly language: string;
  /** The words after the language. `run`: a test runs it; `stopped`: while no server is running. */
  readonly marks: readonly string[];
  readonly code: string;
  /** Where it is, for the name of a test: README.md:12. */
  readonly place: string;
}

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(resolve(ROOT, 'docs'))
    .sort()
    .map((name) => `docs/${name}`),
  'src/README.md',
  'src/domain/README.md',
  'examples/react-key-form/README.md',
  'test/clients/README.md',
].filter((path) => path.endsWith('.md'));

export const readPage = (path: string): Page => ({
  path,
  text: readFileSync(resolve(ROOT, path), 'utf8'),
});

export const pages = (): Page[] => PAGES.map(readPage);

/** The fenced blocks of a page, in their order. */
export function blocksOf({ path, text }: Page): Block[] {
  return [...text.matchAll(/^```(\S*)([^\n]*)\n(.*?)^```$/gms)].map((match) => {
    const [, language = '', marks = '', code = ''] = match;
    const line = text.slice(0, match.index).split('\n').length;
    return { language, marks: marks.split(' ').filter(Boolean), code, place: `${path}:${line}` };
  });
}

const withoutCode = (text: string): string =>
  text
    .replaceAll(/^```.*?^```$/gms, '')
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ''));

/** The targets of a page's links and images that are not addresses of other sites. */
export const relativeLinks = ({ text }: Page): string[] =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

/** The anchors that GitHub gives to the headings of a page. */
export const anchorsOf = ({ text }: Page): string[] =>
  [...text.replaceAll(/^```.*?^```$/gms, '').matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** The cells of each row of a page's table under the heading, without the header's two lines. */
export function tableUnder({ text }: Page, heading: string): string[][] {
  const [, after = ''] = text.split(`\n## ${heading}\n`);
  const [section = ''] = after.split('\n## ');
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) =>
    row
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}
