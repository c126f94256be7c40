import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { isScalarType, isSpecifiedScalarType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createViteServer } from 'vitest/node';
import { schema } from '#graphql/build-schema.ts';
import { OPERATIONS } from '#operations/registry.ts';
import {
  anchorsOf,
  type Block,
  blocksOf,
  pages,
  ROOT,
  readPage,
  relativeLinks,
} from '../support/documents.ts';
import { rawRequest } from '../support/http.ts';
import { makeDataDir, sharedKms } from '../support/kms.ts';
import { type RunningServer, startProcess } from '../support/process.ts';
import { linkFor } from '../support/sign-in.ts';

/** Each block that is marked `run`, with what it prints where the next block is marked `answer`; `…` in it is any text. */
const runnable = pages().flatMap((page) => {
  const blocks = blocksOf(page);
  return blocks.flatMap((block, index) => {
    const next = blocks[index + 1];
    const answer = next?.marks.includes('answer') ? next.code.trim() : '…';
    return block.marks.includes('run') ? [{ ...block, answer }] : [];
  });
});

const patternOf = (answer: string): RegExp =>
  new RegExp(answer.split('…').map(RegExp.escape).join('.*'), 's');

/** A folder like a fresh clone in which `npm start` has run, but whose files are those of this project. */
function makeClone(): string {
  const clone = makeDataDir({ migrated: false });
  const names = readdirSync(ROOT).filter((name) => !['data', '.git', '.env'].includes(name));
  for (const name of names) symlinkSync(resolve(ROOT, name), join(clone, name));
  return clone;
}

/** npm without its `pre` scripts: they install packages, which are there. `npm run <name> -- <arguments>`. */
const NPM = `npm() {
  local script="$2"; shift 2; [ "\${1-}" != -- ] || shift
  eval "$(node -p 'require("./package.json").scripts[process.argv[1]]' "$script") \\"\\$@\\""
}
`;

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(
  command: string,
  args: readonly string[],
  { cwd, input, env }: { cwd: string; input: string; env?: Readonly<Record<string, string>> },
): Promise<Ran> {
  const child = spawn(command, args, {
    cwd,
    env: {
      PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
      HOME: process.env.HOME,
      TMPDIR: process.env.KEYWRIGHT_TEST_DIR,
      ...env,
    },
  });
  const written = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (written.stdout += chunk));
  child.stderr.on('data', (chunk: Buffer) => (written.stderr += chunk));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...written };
}

describe('A command or program in the documents', () => {
  let clone: string;
  let server: RunningServer;
  let accessKey: { id: string; secret: string };
  let keyId: string;

  const graphql = async (query: string) => {
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${btoa(`${accessKey.id}:${accessKey.secret}`)}`,
      },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as {
      data?: Record<string, { keyId: string }>;
      errors?: unknown;
    };
  };

  beforeAll(async () => {
    clone = makeClone();
    server = await startProcess({}, { cwd: clone });
    const text = readFileSync(join(clone, 'data/first-access-key'), 'utf8');
    const [, id = '', secret = ''] = /_ID=(\S+)\n\w+_SECRET=(\S+)/.exec(text) ?? [];
    accessKey = { id, secret };
    keyId = (await graphql('mutation { createKey { keyId } }')).data?.createKey?.keyId ?? '';
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** Replaces the document's address, access key and key, as a reader does. */
  const filledIn = (code: string): string =>
    code
      .replaceAll('127.0.0.1:4000', new URL(server.url).host)
      .replaceAll('<id>', accessKey.id)
      .replaceAll('<secret>', accessKey.secret)
      .replaceAll('<key id>', keyId);

  const env = () => ({
    KEYWRIGHT_ACCESS_KEY_ID: accessKey.id,
    KEYWRIGHT_ACCESS_KEY_SECRET: accessKey.secret,
  });

  async function runBlock({ language, code }: Block): Promise<Ran> {
    const input = filledIn(code);
    if (language === 'sh')
      return run('bash', ['-euo', 'pipefail'], { cwd: clone, input: NPM + input });
    if (language === 'js')
      return run(process.execPath, ['--input-type=module', '-'], { cwd: clone, input, env: env() });
    if (language !== 'graphql') throw new Error(`Nothing here runs ${language}.`);
    const { errors } = await graphql(input);
    return { code: errors ? 1 : 0, stdout: '', stderr: JSON.stringify(errors) ?? '' };
  }

  it.each(runnable.filter(({ marks }) => !marks.includes('stopped')))(
    'works: $place',
    async (block) => {
      const { code, stdout, stderr } = await runBlock(block);
      expect(code, stdout + stderr).toBe(0);
      // curl ends with 0 whatever the answer says.
      expect(stdout).not.toMatch(/"errors":|"Code":/);
      expect(stdout).toMatch(patternOf(block.answer));
    },
  );

  it.each(runnable.filter(({ marks }) => marks.includes('stopped')))(
    'works while no server runs: $place',
    async (block) => {
      await server.kill('SIGTERM');
      const { code, stdout, stderr } = await runBlock(block);
      expect(code, stdout + stderr).toBe(0);
    },
  );
});

describe('docs/frontends.md', () => {
  const blocks = blocksOf(readPage('docs/frontends.md'));
  const marked = (mark: string): string =>
    blocks.find(({ marks }) => marks.includes(mark))?.code ?? `no block is marked ${mark}`;

  it('has a proxy for a development server, through which a browser signs in and calls the API', async () => {
    const kms = await sharedKms();
    const root = makeDataDir({ migrated: false });
    const configFile = join(root, 'vite.config.mjs');
    writeFileSync(configFile, marked('vite').replace('127.0.0.1:4000', new URL(kms.url).host));
    const vite = await createViteServer({
      root,
      configFile,
      logLevel: 'silent',
      server: { port: 0 },
    });
    try {
      await vite.listen();
      const url = vite.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? '';
      // What a browser sends from a page of the development server.
      const ofPage: [string, string][] = [
        ['origin', url],
        ['sec-fetch-site', 'same-origin'],
        ['content-type', 'application/json'],
      ];
      const { token } = await linkFor(kms);
      const signedIn = await rawRequest(url, {
        method: 'POST',
        path: '/sign-in',
        headers: ofPage,
        body: JSON.stringify({ token }),
      });
      const [cookie = ''] = String(signedIn.headers['set-cookie']).split(';');
      const { json } = await rawRequest(url, {
        method: 'POST',
        path: '/graphql',
        headers: [...ofPage, ['cookie', cookie]],
        body: JSON.stringify({ query: 'mutation { createKey { keyState } }' }),
      });
      expect(json).toEqual({ data: { createKey: { keyState: 'Enabled' } } });
      const page = await rawRequest(url, {
        path: '/graphql',
        headers: [
          ['accept', 'text/html'],
          ['sec-fetch-site', 'none'],
          ['cookie', cookie],
        ],
      });
      expect([page.status, page.text]).toEqual([200, expect.stringContaining('GraphiQL')]);
    } finally {
      await vite.close();
    }
  });

  it('maps every scalar for the code generator', () => {
    const scalars = Object.values(schema.getTypeMap()).filter(
      (type) => isScalarType(type) && !isSpecifiedScalarType(type),
    );
    for (const { name } of scalars) expect(marked('codegen')).toContain(`${name}: 'string'`);
  });
});

describe('The documents', () => {
  it.each(pages())('$path links to what exists', (page) => {
    const broken = relativeLinks(page).filter((target) => {
      const [path = '', anchor] = target.split('#');
      const file = path ? join(dirname(resolve(ROOT, page.path)), path) : resolve(ROOT, page.path);
      const name = relative(ROOT, file);
      if (!existsSync(file)) return true;
      return anchor !== undefined && !anchorsOf(readPage(name)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });

  it('are linked from the README, every page', () => {
    const linked = new Set(relativeLinks(readPage('README.md')));
    const docs = readdirSync(resolve(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
    expect(docs.filter((name) => !linked.has(`docs/${name}`))).toEqual([]);
  });

  it.each(['docs/operations.md', 'docs/compatibility.md'])('list every operation in %s', (path) => {
    const named = new Set(readPage(path).text.match(/\b[A-Z]\w+/g));
    expect(OPERATIONS.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([]);
  });

  it('name only files that exist, and only commands that package.json has', () => {
    /** The project's folder, and that of the page: an example has its own package.json and src. */
    const foldersOf = (path: string) => [ROOT, dirname(resolve(ROOT, path))];
    const hasScript = (path: string, name: string) =>
      foldersOf(path)
        .map((folder) => join(folder, 'package.json'))
        .filter((file) => existsSync(file))
        .some((file) => {
          const { scripts } = JSON.parse(readFileSync(file, 'utf8')) as { scripts: object };
          return name in scripts;
        });
    const missing = pages()
      .filter(({ path }) => path !== 'CHANGELOG.md')
      .flatMap(({ path, text }) => [
        ...[...text.matchAll(/npm run ([\w:-]+)/g)]
          .filter(([, name = '']) => !hasScript(path, name))
          .map(([command]) => `${path}: ${command}`),
        ...[
          ...text.matchAll(
            /\b(?:src|test|scripts|examples|bench|prisma)\/[\w./-]*\w\.(?:ts|js|mjs|md|graphql|prisma)\b/g,
          ),
        ]
          .filter(([file]) => !foldersOf(path).some((folder) => existsSync(resolve(folder, file))))
          .map(([file]) => `${path}: ${file}`),
      ]);
    expect(missing).toEqual([]);
  });

  it('begin with a README of 1,500 words at most', () => {
    const words = readPage('README.md').text.split(/\s+/).filter(Boolean);
    expect(words.length).toBeLessThanOrEqual(1_500);
  });

  it('show a screenshot that is one', () => {
    expect(statSync(resolve(ROOT, 'docs/graphiql.png')).size).toBeGreaterThan(10_000);
  });
});
