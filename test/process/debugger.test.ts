import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { rawRequest } from '../support/http.ts';
import { makeDataDir } from '../support/kms.ts';
import { startProcess } from '../support/process.ts';

const scripts: Readonly<Record<string, string>> = packageJson.scripts;

describe('SIGUSR1', () => {
  const [, flags = ''] = /^exec node (.*)src\/main\.ts$/.exec(packageJson.scripts.start) ?? [];

  it.each([
    ['npm start', flags.split(' ').filter(Boolean)],
    ['node src/main.ts', []],
  ])(
    'opens no debugger on a server that was started by "%s", which goes on',
    async (_name, nodeOptions) => {
      await using server = await startProcess(
        { KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }) },
        { nodeOptions },
      );
      for (let time = 0; time < 3; time += 1) {
        server.child.kill('SIGUSR1');
        expect((await rawRequest(server.url, { path: '/healthz' })).status).toBe(200);
      }
      await server.kill('SIGTERM'); // so that all that it had to say is said
      expect(server.output().stderr).toContain('"msg":"stopped"');
      expect(server.output().stderr).not.toMatch(/debugger/i);
    },
  );

  it('is disabled from the first moment wherever Node starts with the settings of a server', () => {
    const served = Object.keys(scripts).filter(
      (name) => scripts[`pre${name}`] === 'node scripts/bootstrap.mjs',
    );
    expect(served).toEqual(expect.arrayContaining(['start', 'root-key', 'alias', 'backup:verify']));
    for (const name of served)
      expect([name, scripts[name]]).toEqual([
        name,
        expect.stringMatching(/^(exec )?node --disable-sigusr1 /),
      ]);
    const dockerfile = readFileSync(resolve(import.meta.dirname, '../../Dockerfile'), 'utf8');
    expect(dockerfile).toMatch(/^CMD \["node", "--disable-sigusr1", .*"src\/main\.ts"\]$/m);
    expect(dockerfile).toMatch(/^ +NODE_OPTIONS=--disable-sigusr1 \\$/m);
  });
});
