import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Output } from '#cli/progress-line.ts';
import { keepAccessKey, printBanner } from '#cli/startup-banner.ts';
import { readConfig } from '#config/config.ts';
import { startServer } from '#server.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { databaseSettings, onSqlite, readDatabase, writeDatabase } from '../support/database.ts';
import { rawRequest } from '../support/http.ts';
import { type Credential, makeDataDir, startKms } from '../support/kms.ts';
import { runScript, spawnServer, startProcess } from '../support/process.ts';
import { callV1 } from '../support/rpc-client.ts';
import { refusalOfStart, startAndStop, startHere } from '../support/start-here.ts';

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

function credentialIn(dataDir: string): Credential {
  const [, id = '', secret = ''] =
    /_ID=(\S+)\n.*_SECRET=(\S+)\n/.exec(readFileSync(join(dataDir, 'first-access-key'), 'utf8')) ??
    [];
  return { accountId: '', id, secret };
}

const fixed = {
  KEYWRIGHT_ACCESS_KEY_ID: 'configured',
  KEYWRIGHT_ACCESS_KEY_SECRET: 'configured-secret',
};
const configured: Credential = {
  accountId: '',
  id: fixed.KEYWRIGHT_ACCESS_KEY_ID,
  secret: fixed.KEYWRIGHT_ACCESS_KEY_SECRET,
};

describe('The first start', () => {
  it.runIf(onSqlite)(
    'makes a folder that nobody else can read, and says what to do next',
    async () => {
      const dataDir = join(makeDataDir({ migrated: false }), 'data');
      await using server = await startProcess({ KEYWRIGHT_DATA_DIR: dataDir });
      expect(modeOf(dataDir)).toBe('700');
      for (const file of [
        'keywright.db',
        'keywright.db-wal',
        'keywright.db-shm',
        'root-key',
        'first-access-key',
        'keywright.lock',
      ])
        expect([file, modeOf(join(dataDir, file))]).toEqual([file, '600']);
      expect(Buffer.from(readFileSync(join(dataDir, 'root-key'), 'utf8'), 'base64')).toHaveLength(
        32,
      );

      const { stdout, stderr } = server.output();
      const credential = credentialIn(dataDir);
      expect(stdout).toContain(`${server.url}/graphql`);
      expect(stdout).toContain(credential.id);
      expect(stdout).toContain(join(dataDir, 'first-access-key'));
      // Standard output is not a terminal here, so it contains neither the secret nor a sign-in link.
      expect(stdout + stderr).not.toContain(credential.secret);
      expect(stdout + stderr).not.toContain('sign-in#');
      expect((await callV1(server, credential, 'CreateKey')).status).toBe(200);
    },
  );

  it('is followed by others that keep the key, and tell no secret again', async () => {
    const dataDir = makeDataDir({ migrated: false });
    const first = await startHere({ KEYWRIGHT_DATA_DIR: dataDir });
    const credential = credentialIn(dataDir);
    const created = (await callV1(first, credential, 'CreateKey', { Description: 'kept' })).json
      .KeyMetadata as Record<string, string>;
    await first[Symbol.asyncDispose]();
    await using second = await startHere({ KEYWRIGHT_DATA_DIR: dataDir });
    const described = (
      await callV1(second, credential, 'DescribeKey', { KeyId: String(created.KeyId) })
    ).json.KeyMetadata;
    expect(described).toEqual({ ...created, DeletionProtection: 'Disabled' });
    expect(second.stdout()).not.toMatch(/sign-in#|secret/);
    expect(second.stdout()).toContain('npm run sign-in-link');
  });

  it('never overwrites the secret of an earlier database', async () => {
    const dataDir = makeDataDir({ migrated: false });
    await startAndStop({ KEYWRIGHT_DATA_DIR: dataDir });
    const first = readFileSync(join(dataDir, 'first-access-key'), 'utf8');
    await startAndStop({
      KEYWRIGHT_DATA_DIR: dataDir,
      DATABASE_URL: `file:${dataDir}/second.db`,
    });
    expect(readFileSync(join(dataDir, 'first-access-key'), 'utf8')).not.toBe(first);
    expect(readFileSync(join(dataDir, 'first-access-key.1'), 'utf8')).toBe(first);
  });

  it.runIf(onSqlite)('takes a root key from a file that is named', async () => {
    const dataDir = makeDataDir({ migrated: false });
    const file = join(makeDataDir({ migrated: false }), 'my-root-key');
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`);
    await startAndStop({ KEYWRIGHT_DATA_DIR: dataDir, KEYWRIGHT_ROOT_KEY_FILE: file });
    expect(existsSync(join(dataDir, 'root-key'))).toBe(false);
    await startAndStop({
      KEYWRIGHT_DATA_DIR: dataDir,
      KEYWRIGHT_ROOT_KEY: readFileSync(file, 'utf8').trim(),
    });
  });

  it('takes its access key, account and region from the settings', async () => {
    const dataDir = makeDataDir({ migrated: false });
    await using server = await startHere({
      KEYWRIGHT_DATA_DIR: dataDir,
      ...fixed,
      KEYWRIGHT_ACCOUNT_ID: '42',
      KEYWRIGHT_REGION: 'eu-central-1',
    });
    const { Arn } = (await callV1(server, configured, 'CreateKey')).json.KeyMetadata as Record<
      string,
      string
    >;
    expect(Arn).toMatch(/^acs:kms:eu-central-1:42:key\//);
    expect(existsSync(join(dataDir, 'first-access-key'))).toBe(false);
  });
});

describe('On a terminal, the first start', () => {
  it('shows the secret, once, and keeps it nowhere', async () => {
    const dataDir = makeDataDir();
    const written: string[] = [];
    const terminal = {
      isTTY: true,
      write: (text: string) => written.push(text) > 0,
    } as unknown as Output;
    const config = readConfig({
      PORT: '0',
      KEYWRIGHT_DATA_DIR: dataDir,
      KEYWRIGHT_LOG_LEVEL: 'silent',
    });
    await using server = await startServer(config, {
      keepAccessKey: keepAccessKey(config, terminal),
    });
    await printBanner(server, terminal);
    const [, id = '', secret = ''] =
      /Access key id +(\S+)\n +Access key secret +(\S+) +\(shown only once/.exec(
        written.join(''),
      ) ?? [];
    expect((await callV1(server, { accountId: '', id, secret }, 'ListKeys')).status).toBe(200);
    expect(existsSync(join(dataDir, 'first-access-key'))).toBe(false);
    expect(written.join('')).toMatch(new RegExp(`${server.url}/sign-in#[\\w-]{43}\\n`));
    // What the terminal is told to type is what the examples need.
    const [, exported = ''] =
      /^ +export (KEYWRIGHT_ACCESS_KEY_ID=\S+ KEYWRIGHT_ACCESS_KEY_SECRET=\S+)$/m.exec(
        written.join(''),
      ) ?? [];
    expect(exported).toBe(`KEYWRIGHT_ACCESS_KEY_ID=${id} KEYWRIGHT_ACCESS_KEY_SECRET=${secret}`);
    const env = Object.fromEntries(
      exported.split(' ').map((assignment) => assignment.split('=') as [string, string]),
    );
    const { code, stdout } = await runScript(
      'scripts/example.mjs',
      { ...env, KEYWRIGHT_URL: server.url },
      ['examples/create-key.ts'],
    );
    expect([code, stdout]).toEqual([0, expect.stringMatching(/\S/)]);
    expect(written.join('')).toContain('npm run example -- examples/create-key.ts');
  });

  it('is followed at a terminal by starts that say how the examples get the access key, and no secret', async () => {
    const dataDir = makeDataDir();
    const written: string[] = [];
    const terminal = { isTTY: true, write: (text: string) => written.push(text) > 0 } as Output;
    const config = readConfig({
      KEYWRIGHT_DATA_DIR: dataDir,
      PORT: '0',
      KEYWRIGHT_LOG_LEVEL: 'silent',
      ...fixed,
      ...(await databaseSettings(dataDir)),
    });
    await using server = await startServer(config);
    await printBanner(server, terminal);
    expect(written.join('')).toContain(
      'export KEYWRIGHT_ACCESS_KEY_ID=<id> KEYWRIGHT_ACCESS_KEY_SECRET=<secret>',
    );
    expect(written.join('')).not.toContain(fixed.KEYWRIGHT_ACCESS_KEY_SECRET);
    expect(written.join('')).toContain(`${server.url}/console\n`);
  });
});

describe('The container image', () => {
  const IMAGE = { KEYWRIGHT_IMAGE: 'true' };
  const copied = readFileSync(resolve(import.meta.dirname, '../../Dockerfile'), 'utf8');

  it('has no npm, and says so to what runs in it', () => {
    const runtime = copied.slice(copied.indexOf('FROM debian'));
    expect(runtime).not.toMatch(/npm /);
    expect(runtime).toContain('KEYWRIGHT_IMAGE=true');
    expect(runtime).toContain('COPY --from=build /app/scripts scripts');
  });

  it('names commands that exist in it, in whatever it prints', async () => {
    const dataDir = makeDataDir({ migrated: false });
    const settings = {
      KEYWRIGHT_DATA_DIR: dataDir,
      ...IMAGE,
      ...(await databaseSettings(dataDir, { migrated: false })),
    };
    const texts: string[] = [];
    const said = async (script: string, ...args: string[]) => {
      const { stdout, stderr } = await runScript(script, settings, args);
      texts.push(stdout + stderr);
    };
    await said('src/cli/sign-in-link.ts');
    const { child, output } = await spawnServer({ ...settings, ...fixed });
    while (!output().stdout.includes('sign-in link'))
      await once(child.stdout as NodeJS.ReadableStream, 'data');
    const [url = ''] = /http:\/\/\S+(?=\/graphql)/.exec(output().stdout) ?? [];
    texts.push((await rawRequest(url, { path: '/sign-in' })).text);
    await Promise.all([
      said('src/cli/root-key.ts', 'status'),
      said('src/cli/root-key.ts'),
      said('src/cli/alias.ts'),
      said('src/cli/clock.ts'),
      said('src/cli/clock.ts', 'status'),
      said('src/cli/access-key.ts'),
      said('src/cli/access-key.ts', 'rotate', 'configured'),
      said('src/cli/account.ts', 'list', '--account', '1'),
      said('src/cli/backup.ts'),
      said('src/cli/restore.ts'),
      said('src/cli/backup-verify.ts', 'one', 'too many'),
    ]);
    child.kill('SIGTERM');
    await once(child, 'exit');
    texts.push(output().stdout + output().stderr);
    const all = texts.join('\n');
    expect(all).not.toMatch(/npm (run|start)/);
    const commands = [...all.matchAll(/node (src\/cli\/[a-z-]+\.\w+)/g)].map(
      ([, file = '']) => file,
    );
    expect(new Set(commands).size).toBeGreaterThanOrEqual(8);
    for (const file of commands)
      expect([file, existsSync(resolve(import.meta.dirname, '../..', file))]).toEqual([file, true]);
  });
});

describe('The log of a server', () => {
  it('has its start, by version, database and name, and its end', async () => {
    const dataDir = makeDataDir();
    const lines: Record<string, unknown>[] = [];
    const log = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
    const kms = await startKms({
      dataDir,
      log,
      settings: { KEYWRIGHT_REPLICA_NAME: 'kms-a.1:4000' },
    });
    await kms[Symbol.asyncDispose]();
    const logged = (msg: string) => lines.find((line) => line.msg === msg);
    expect(logged('started')).toMatchObject({
      level: 30,
      version: packageJson.version,
      database: onSqlite ? 'sqlite' : 'postgresql',
      replica: 'kms-a.1:4000',
    });
    expect(logged('stopping')).toMatchObject({ replica: 'kms-a.1:4000' });
    expect(lines.at(-1)).toMatchObject({ msg: 'stopped', replica: 'kms-a.1:4000' });
  });

  it('calls a replica by its host and port where it has no name', async () => {
    const lines: string[] = [];
    await using kms = await startKms({ log: (line) => lines.push(line) });
    expect(lines.join('')).toContain(`"replica":"${hostname()}:${kms.port}"`);
    expect(await readDatabase(kms.dataDir, `SELECT "name", "url" FROM "Replica"`)).toEqual([
      { name: `${hostname()}:${kms.port}`, url: kms.url },
    ]);
  });
});

describe('A first start that dies half-way', () => {
  it.runIf(onSqlite)('leaves no invalid root key, and the next start works', async () => {
    const dataDir = makeDataDir({ migrated: false });
    // What a crash can leave: a draft that was never linked to its name.
    writeFileSync(join(dataDir, 'root-key.1.draft'), '');
    await startAndStop({ KEYWRIGHT_DATA_DIR: dataDir });
    expect(Buffer.from(readFileSync(join(dataDir, 'root-key'), 'utf8'), 'base64')).toHaveLength(32);
  });

  it('has handed its access key over before it is durable', async () => {
    const dataDir = makeDataDir();
    const config = readConfig({
      PORT: '0',
      KEYWRIGHT_DATA_DIR: dataDir,
      KEYWRIGHT_LOG_LEVEL: 'silent',
    });
    const keep = () => {
      throw new Error('nobody was there to keep it');
    };
    await expect(startServer(config, { keepAccessKey: keep })).rejects.toThrow('nobody was there');
    const kept: string[] = [];
    await using server = await startServer(config, { keepAccessKey: ({ id }) => kept.push(id) });
    expect(kept).toEqual([server.deployment.firstAccessKeyId]);
  });
});

describe('Output that cannot be written', () => {
  it.runIf(onSqlite && existsSync('/dev/full'))('costs log lines, not the service', async () => {
    const full = openSync('/dev/full', 'w');
    await using server = await startProcess(
      { KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }), ...fixed },
      { stderr: full },
    );
    for (let index = 0; index < 3; index += 1)
      expect((await callV1(server, configured, 'ListKeys')).status).toBe(200);
    server.child.stdout?.destroy();
    expect((await callV1(server, configured, 'ListKeys')).status).toBe(200);
  });
});

describe('Being told to stop', () => {
  it('twice finishes running requests first', async () => {
    await using server = await startProcess({
      KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }),
      ...fixed,
    });
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const body = 'Action=DescribeRegions';
    let reply = '';
    socket.on('data', (chunk) => (reply += chunk.toString()));
    // A request whose body is not complete yet; the server has it once it says that it may go on.
    socket.write(
      `POST / HTTP/1.1\r\nhost: ${hostname}:${port}\r\nexpect: 100-continue\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    await once(socket, 'data');
    const gone = once(server.child, 'exit');
    server.child.kill('SIGTERM');
    server.child.kill('SIGINT');
    server.child.kill('SIGTERM');
    socket.write(body);
    expect(await gone).toEqual([0, null]);
    expect(reply).toContain('"Code":"MissingParameter"'); // answered, although it is not signed
  });
});

describe('Being told to stop, with a running request', () => {
  /** A connection with a request whose body is not complete yet: the request runs until the body arrives. */
  async function underWay(url: string) {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    const body = 'Action=DescribeRegions';
    const said: string[] = [];
    socket.on('data', (chunk) => said.push(chunk.toString()));
    socket.on('error', () => {});
    socket.write(
      `POST / HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    await once(socket, 'data');
    return { socket, body, said };
  }
  const serverIn = (dataDir: string) =>
    startProcess({ KEYWRIGHT_DATA_DIR: dataDir, ...fixed, KEYWRIGHT_STOP_SECONDS: '1' });

  it.runIf(onSqlite)('takes no new ones, and closes the connection of the last', async () => {
    await using server = await serverIn(makeDataDir({ migrated: false }));
    const { socket, body, said } = await underWay(server.url);
    const gone = once(server.child, 'exit');
    server.child.kill('SIGTERM');
    while (
      (await rawRequest(server.url, { path: '/healthz' }).catch(() => undefined)) !== undefined
    );
    socket.write(body);
    await once(socket, 'close');
    expect(said.join('')).toMatch(/^connection: close\r$/im);
    expect(await gone).toEqual([0, null]);
  });

  it.runIf(onSqlite)('stops waiting at the limit for one that never ends', async () => {
    await using server = await serverIn(makeDataDir({ migrated: false }));
    const { socket } = await underWay(server.url);
    const gone = once(server.child, 'exit');
    server.child.kill('SIGTERM');
    expect(await gone).toEqual([0, null]);
    socket.destroy();
  });
});

describe('A sign-in link beside a running server', () => {
  it.runIf(onSqlite)('is made by a command, and works', async () => {
    const dataDir = makeDataDir({ migrated: false });
    await using server = await startHere({ KEYWRIGHT_DATA_DIR: dataDir, ...fixed });
    const { code, stdout } = await runScript('src/cli/sign-in-link.ts', {
      KEYWRIGHT_DATA_DIR: dataDir,
    });
    const [, url, token] = /^(.*)\/sign-in#([\w-]{43})\n$/.exec(stdout) ?? [];
    expect([code, url, token]).toEqual([0, server.url, expect.any(String)]);
    const headers: [string, string][] = [
      ['content-type', 'application/json'],
      ['sec-fetch-site', 'same-origin'],
    ];
    expect(
      (
        await rawRequest(server.url, {
          method: 'POST',
          path: '/sign-in',
          headers,
          body: JSON.stringify({ token }),
        })
      ).status,
    ).toBe(204);
    const unknown = await runScript('src/cli/sign-in-link.ts', { KEYWRIGHT_DATA_DIR: dataDir }, [
      'nobody',
    ]);
    expect([unknown.code, unknown.stderr]).toEqual([
      1,
      'No link was created. There is no enabled access key nobody.\n',
    ]);
  });

  it.runIf(onSqlite)('fails with an error message when a setting is wrong', async () => {
    const { code, stderr } = await runScript('src/cli/sign-in-link.ts', {
      KEYWRIGHT_DATA_DIR: makeDataDir(),
      PORT: 'x',
    });
    expect([code, stderr]).toEqual([
      1,
      'No link was created. PORT must be a port from 0 (any free one) to 65535.\n',
    ]);
  });

  it('is not made where there is no database', async () => {
    const { code, stderr } = await runScript('src/cli/sign-in-link.ts', {
      KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }),
    });
    expect([code, stderr]).toEqual([
      1,
      'No link was created. There is no database yet. Run npm start to create it.\n',
    ]);
  });
});

/** Every refusal is one sentence, without a stack. */
async function expectRefusal(
  settings: Parameters<typeof refusalOfStart>[0],
  message: RegExp,
): Promise<void> {
  const text = await refusalOfStart(settings);
  expect(text).toMatch(message);
  expect(text).not.toContain('\n');
}

describe('A start is refused', () => {
  it('in one sentence on standard error, and ends with 1', async () => {
    const { code, stdout, stderr } = await runScript('src/main.ts', {
      KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }),
      KEYWRIGHT_ROOT_KEY_FILE: '/nowhere',
    });
    expect(stderr).toMatch(/^Keywright cannot start\. .*\/nowhere is missing.*\n$/);
    expect([code, stdout]).toEqual([1, '']);
  });

  it.runIf(onSqlite)('beside another server on the same data folder, which goes on', async () => {
    const dataDir = makeDataDir({ migrated: false });
    await using server = await startProcess({ KEYWRIGHT_DATA_DIR: dataDir, ...fixed });
    await expectRefusal({ KEYWRIGHT_DATA_DIR: dataDir }, /Another Keywright server is running/);
    const elsewhere = makeDataDir({ migrated: false });
    await expectRefusal(
      { KEYWRIGHT_DATA_DIR: elsewhere, DATABASE_URL: `file:${dataDir}/keywright.db` },
      /Another Keywright server is running/,
    );
    expect((await callV1(server, configured, 'ListKeys')).status).toBe(200);
    await server.kill('SIGKILL');
    await startAndStop({ KEYWRIGHT_DATA_DIR: dataDir }); // a lock dies with its holder
  });

  it.runIf(onSqlite)(
    'with another root key, or none, and works again with the right one',
    async () => {
      const dataDir = makeDataDir({ migrated: false });
      const rootKeyFile = join(dataDir, 'root-key');
      await startAndStop({ KEYWRIGHT_DATA_DIR: dataDir, ...fixed });
      const right = readFileSync(rootKeyFile, 'utf8');
      const another = randomBytes(32).toString('base64');
      await expectRefusal(
        { KEYWRIGHT_DATA_DIR: dataDir, KEYWRIGHT_ROOT_KEY: another },
        /is not the one of this database/,
      );
      writeFileSync(rootKeyFile, another);
      await expectRefusal({ KEYWRIGHT_DATA_DIR: dataDir }, /is not the one of this database/);
      writeFileSync(rootKeyFile, 'not a root key');
      await expectRefusal({ KEYWRIGHT_DATA_DIR: dataDir }, /must contain 32 bytes in base64/);
      const elsewhere = makeDataDir({ migrated: false });
      await expectRefusal(
        { KEYWRIGHT_DATA_DIR: elsewhere, DATABASE_URL: `file:${dataDir}/keywright.db` },
        /root-key is missing\. .*Without its root key/,
      );
      expect(existsSync(join(elsewhere, 'root-key'))).toBe(false);
      await startAndStop({ KEYWRIGHT_DATA_DIR: dataDir, KEYWRIGHT_ROOT_KEY: right.trim() });
      writeFileSync(rootKeyFile, right);
      await startAndStop({ KEYWRIGHT_DATA_DIR: dataDir });
    },
  );

  it.runIf(onSqlite)(
    'with a root key file that was named and is not there, even for an empty database',
    async () => {
      const dataDir = makeDataDir({ migrated: false });
      await expectRefusal(
        { KEYWRIGHT_DATA_DIR: dataDir, KEYWRIGHT_ROOT_KEY_FILE: join(dataDir, 'missing') },
        /missing is missing\./,
      );
      expect(existsSync(join(dataDir, 'root-key'))).toBe(false);
    },
  );

  it('with an account, region or secret that the database contradicts', async () => {
    const dataDir = makeDataDir({ migrated: false });
    await startAndStop({ KEYWRIGHT_DATA_DIR: dataDir, ...fixed, KEYWRIGHT_ACCOUNT_ID: '42' });
    await expectRefusal(
      { KEYWRIGHT_DATA_DIR: dataDir, KEYWRIGHT_ACCOUNT_ID: '43' },
      /KEYWRIGHT_ACCOUNT_ID differs from the account of this database, 42/,
    );
    await expectRefusal(
      { KEYWRIGHT_DATA_DIR: dataDir, KEYWRIGHT_REGION: 'cn-beijing' },
      /KEYWRIGHT_REGION differs from the region of this database, cn-hangzhou/,
    );
    const otherSecret = 'another-secret-of-it';
    await expectRefusal(
      { KEYWRIGHT_DATA_DIR: dataDir, ...fixed, KEYWRIGHT_ACCESS_KEY_SECRET: otherSecret },
      /^(?!.*another-secret-of-it).*differs from the secret of/,
    );
    await using server = await startHere({
      KEYWRIGHT_DATA_DIR: dataDir,
      KEYWRIGHT_ACCESS_KEY_ID: 'second',
      KEYWRIGHT_ACCESS_KEY_SECRET: otherSecret,
    });
    for (const credential of [configured, { accountId: '', id: 'second', secret: otherSecret }])
      expect((await callV1(server, credential, 'ListKeys')).status).toBe(200);
  });

  it('with a database that no longer serves code of this version', async () => {
    const dataDir = makeDataDir({ migrated: false });
    await startAndStop({ KEYWRIGHT_DATA_DIR: dataDir });
    await writeDatabase(dataDir, `UPDATE "Compatibility" SET "lowestLevel" = 9999`);
    await expectRefusal(
      { KEYWRIGHT_DATA_DIR: dataDir },
      /needs Keywright of level 9999 or newer, .* Start a newer version/,
    );
  });

  it('on a port that is taken, and the first access key is still there for the next', async () => {
    await using server = await startHere({
      KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }),
    });
    const dataDir = makeDataDir({ migrated: false });
    await expectRefusal(
      { KEYWRIGHT_DATA_DIR: dataDir, PORT: new URL(server.url).port },
      /already listens on port \d+/,
    );
    await using next = await startHere({ KEYWRIGHT_DATA_DIR: dataDir });
    expect(next.stdout()).toMatch(/Access key id/);
    expect((await callV1(next, credentialIn(dataDir), 'ListKeys')).status).toBe(200);
  });

  it.runIf(onSqlite)('when the data folder cannot be made', async () => {
    const file = join(makeDataDir({ migrated: false }), 'file');
    writeFileSync(file, '');
    await expectRefusal(
      { KEYWRIGHT_DATA_DIR: join(file, 'data') },
      /cannot be created or written \(ENOTDIR\)/,
    );
  });

  it.runIf(onSqlite)('leaves the lock of a folder to the next', async () => {
    const dataDir = join(makeDataDir({ migrated: false }), 'deep', 'er');
    mkdirSync(dataDir, { recursive: true });
    await expectRefusal(
      { KEYWRIGHT_DATA_DIR: dataDir, KEYWRIGHT_ROOT_KEY_FILE: '/nowhere' },
      /\/nowhere is missing/,
    );
    await startAndStop({ KEYWRIGHT_DATA_DIR: dataDir });
  });
});

describe('The log', () => {
  it.runIf(onSqlite)(
    'has one line for each request, without query, body or error message',
    async () => {
      await using server = await startProcess({
        KEYWRIGHT_DATA_DIR: makeDataDir({ migrated: false }),
        ...fixed,
      });
      const secret = 'a-plaintext-in-the-url';
      const { headers } = await callV1(server, configured, 'CreateKey', { Description: secret });
      await callV1(server, configured, 'CreateKey', { Origin: secret });
      await callV1(server, configured, secret);
      await callV1(server, { ...configured, secret: 'wrong' }, 'CreateKey', {
        Description: secret,
      });
      await rawRequest(server.url, { path: `/${secret}?${secret}` });
      await rawRequest(server.url, { path: `/%20${secret}` });
      await server.kill('SIGTERM');
      const { stdout, stderr } = server.output();
      expect(stdout + stderr).not.toContain(secret); // an unknown path is not written down either
      const lines = stderr
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .filter(({ msg }) => msg === 'request');
      expect(lines).toHaveLength(6);
      expect(lines[0]).toMatchObject({
        method: 'POST',
        path: '/',
        status: 200,
        actions: ['CreateKey'],
        code: 'Done',
        requestId: headers['x-acs-request-id'],
      });
      expect(lines[1]).toMatchObject({
        status: 400,
        actions: ['CreateKey'],
        code: 'InvalidParameter',
      });
      expect(lines[2]).toMatchObject({ status: 404, actions: [], code: 'InvalidAction.NotFound' });
      expect(lines[3]).toMatchObject({ status: 400, code: 'SignatureDoesNotMatch' });
      expect(lines.slice(4).map(({ path }) => path)).toEqual(['(other)', '(other)']);
    },
  );
});
