import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import packageLock from '../../package-lock.json' with { type: 'json' };
import { makeDataDir } from '../support/kms.ts';

const root = resolve(import.meta.dirname, '../..');

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
}
const locked = Object.entries(
  packageLock.packages as Readonly<Record<string, LockedPackage>>,
).slice(1);

/** Stands in for npm: notes how it was called, and makes of node_modules only what the set-up looks for. */
const FAKE_NPM = `
const { appendFileSync, mkdirSync, rmSync, writeFileSync } = require('node:fs');
const [command] = process.argv.slice(2);
appendFileSync(__dirname + '/calls', JSON.stringify({ args: process.argv.slice(2), env: process.env }) + '\\n');
if (command === 'ci') rmSync('node_modules', { recursive: true, force: true });
if (command === 'ci' || command === 'install') {
  mkdirSync('node_modules/pkcs11js', { recursive: true });
  const { binary, script } = require('./npm.json');
  if (binary) mkdirSync('node_modules/' + binary + '/bin', { recursive: true });
  if (binary) writeFileSync('node_modules/' + binary + '/bin/node', script, { mode: 0o755 });
}
`;

const NODE_PACKAGE = locked
  .map(([path]) => path.slice('node_modules/'.length))
  .find((name) => {
    const [platform, arch] = name.split('-').slice(-2);
    return (
      /^node-(bin-)?(linux|darwin)-/.test(name) &&
      platform === process.platform &&
      arch === process.arch
    );
  });

/** An empty folder with the set-up's own files, and an npm and a system's Node that are ours. */
function clone({
  systemNode = 'v20.19.0',
  binary = NODE_PACKAGE,
  script = `#!/bin/sh\nexec ${process.execPath} "$@"\n`,
} = {}) {
  const folder = makeDataDir({ migrated: false });
  for (const path of [
    'scripts/bootstrap.mjs',
    'scripts/bootstrap',
    'package.json',
    'package-lock.json',
  ])
    cpSync(join(root, path), join(folder, path), { recursive: true });
  writeFileSync(
    join(folder, 'scripts/write-graphiql.ts'),
    `import { mkdirSync } from 'node:fs';\nmkdirSync('src/generated/graphiql', { recursive: true });\n`,
  );
  writeFileSync(join(folder, '.npmrc'), `//registry.example/:_authToken=$\{REGISTRY_TOKEN}\n`);
  const tools = join(folder, 'tools');
  mkdirSync(tools);
  writeFileSync(join(tools, 'npm.cjs'), FAKE_NPM);
  writeFileSync(join(tools, 'npm.json'), JSON.stringify({ binary, script }));
  const system = join(tools, 'system-node');
  writeFileSync(
    system,
    `#!/bin/sh\nif [ "$1" = --version ]; then echo ${systemNode}; else exec ${process.execPath} "$@"; fi\n`,
    {
      mode: 0o755,
    },
  );
  return {
    folder,
    calls: () =>
      existsSync(join(tools, 'calls'))
        ? readFileSync(join(tools, 'calls'), 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as { args: string[]; env: Record<string, string> })
        : [],
    setUp(
      args: readonly string[] = [],
      env: Readonly<Record<string, string>> = {},
      nodeOptions: readonly string[] = [],
    ) {
      const { status, stderr } = spawnSync(
        process.execPath,
        [...nodeOptions, 'scripts/bootstrap.mjs', ...args],
        {
          cwd: folder,
          encoding: 'utf8',
          env: {
            PATH: process.env.PATH,
            HOME: folder,
            npm_execpath: join(tools, 'npm.cjs'),
            npm_node_execpath: system,
            ...env,
          },
        },
      );
      return { status, stderr };
    },
  };
}

const commandsOf = (calls: readonly { args: string[] }[]) =>
  calls.map(({ args }) =>
    args
      .filter((arg) =>
        /^(ci|install|rebuild|pkcs11js|--(omit|include)=dev|--ignore-scripts)$/.test(arg),
      )
      .join(' '),
  );

describe('The set-up', () => {
  // Under `npm test` the set-up has just run. Under vitest it might reinstall packages that these tests use.
  it.runIf(process.env.npm_lifecycle_event === 'test')(
    'does nothing, and says nothing, when nothing has changed',
    () => {
      for (const args of [['documents'], ['development'], []]) {
        const { status, stdout, stderr } = spawnSync(
          process.execPath,
          ['scripts/bootstrap.mjs', ...args],
          { cwd: root, encoding: 'utf8' },
        );
        expect([args, status, stdout, stderr]).toEqual([args, 0, '', '']);
      }
      expect(existsSync(resolve(root, '.bootstrap-lock'))).toBe(false);
    },
  );

  it('installs for a start what production needs, and adds the development packages once', () => {
    const { calls, setUp, folder } = clone();
    const production = ['ci --omit=dev --ignore-scripts', 'rebuild pkcs11js'];
    const development = [
      ...production,
      'install --include=dev --ignore-scripts',
      'rebuild pkcs11js',
    ];
    for (const [args, commands] of [
      [[], production],
      [[], production],
      [['development'], development],
      [[], development],
      [['development'], development],
    ] as const) {
      expect(setUp(args)).toMatchObject({ status: 0 });
      expect([args, commandsOf(calls())]).toEqual([args, commands]);
    }
    // Another lock file: who develops goes on developing.
    writeFileSync(join(folder, '.npmrc'), 'fund=false\n');
    setUp();
    expect(commandsOf(calls()).slice(4)).toEqual([
      'ci --include=dev --ignore-scripts',
      'rebuild pkcs11js',
    ]);
    expect(existsSync(join(folder, '.bootstrap-lock'))).toBe(false);
  });

  it('hands npm no secret, and what it needs for proxies and registries', () => {
    const { calls, setUp } = clone();
    const secrets = {
      KEYWRIGHT_ROOT_KEY: 'a',
      KEYWRIGHT_ACCESS_KEY_SECRET: 'b',
      DATABASE_URL: 'c',
      POSTGRES_PASSWORD: 'd',
      AWS_SECRET_ACCESS_KEY: 'e',
      GITHUB_TOKEN: 'f',
    };
    const needed = {
      https_proxy: 'g',
      NO_PROXY: 'h',
      NODE_EXTRA_CA_CERTS: '',
      npm_config_registry: 'i',
      REGISTRY_TOKEN: 'j',
      CI: '1',
    };
    setUp([], { ...secrets, ...needed });
    expect(calls().length).toBeGreaterThan(0);
    for (const { args, env } of calls()) {
      expect([args, Object.keys(secrets).filter((name) => name in env)]).toEqual([args, []]);
      expect(env).toMatchObject(needed);
    }
  });

  it('says that a platform has no Node of its own, before it installs anything', () => {
    const { calls, setUp } = clone();
    const other = [
      '--import=data:text/javascript,Object.defineProperty(process,"arch",{value:"s390x"})',
    ];
    const { status, stderr } = setUp([], {}, other);
    expect([status, stderr, calls()]).toEqual([
      1,
      `npm has no Node 26 for ${process.platform}-s390x, only for darwin-arm64, darwin-x64, linux-arm64, linux-x64. Install Node 26 or newer on this machine, and run npm with it.\n`,
      [],
    ]);
    const newer = clone({ systemNode: 'v26.11.0', binary: '' });
    expect(newer.setUp([], {}, other)).toMatchObject({ status: 0 });
    expect(existsSync(join(newer.folder, 'node_modules/.bin/node'))).toBe(false);
  });

  it('says that the Node of npm does not run here, or is not there, and tries again the next time', () => {
    const broken = clone({ script: '#!/bin/sh\necho "libatomic.so.1: not found" >&2\nexit 127\n' });
    for (let time = 0; time < 2; time += 1)
      expect(broken.setUp()).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(
          /does not run here \(libatomic\.so\.1: not found\)\. .* Install Node 26 or newer/,
        ),
      });
    expect(commandsOf(broken.calls())).toHaveLength(2);
    expect(clone({ binary: '' }).setUp()).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        `npm has not installed node_modules/${NODE_PACKAGE}, which holds Node 26.`,
      ),
    });
  });

  it('makes the Node of npm the one that scripts run', () => {
    const { folder, setUp } = clone();
    setUp();
    const link = join(folder, 'node_modules/.bin/node');
    expect(realpathSync(link)).toBe(
      realpathSync(join(folder, `node_modules/${NODE_PACKAGE}/bin/node`)),
    );
    rmSync(link);
    expect(setUp()).toMatchObject({ status: 0 });
    expect(existsSync(link)).toBe(true);
  });
});

describe('The lock file', () => {
  it('has a hash for every package, and one Node for all platforms', () => {
    expect(
      locked.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path),
    ).toEqual([]);
    const versions = Object.entries(packageJson.optionalDependencies).filter(([name]) =>
      name.startsWith('node-'),
    );
    expect(versions).toHaveLength(4);
    expect(new Set(versions.map(([, version]) => version)).size).toBe(1);
  });

  it('has nothing in production that only development needs, and no install script that is not known', () => {
    // npm installs what is "devOptional" with --omit=dev: what a package of production could use and we use in development.
    expect(locked.filter(([, { devOptional }]) => devOptional).map(([path]) => path)).toEqual([]);
    const scripts = locked
      .filter(([, { dev, hasInstallScript }]) => !dev && hasInstallScript)
      .map(([path]) => path);
    expect(scripts).toEqual(['node_modules/pkcs11js']);
  });
});
