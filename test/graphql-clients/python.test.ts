import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { driverOf } from '../clients/drivers.ts';
import { buildPython, python } from '../clients/languages.ts';
import { connect } from './connect.ts';

/** The first build fetches what is pinned. */
const BUILD_MILLISECONDS = 900_000;
const FOLDER = join(import.meta.dirname, 'python');
const [, release] =
  /^gql==(\S+)/m.exec(readFileSync(join(FOLDER, 'requirements.txt'), 'utf8')) ?? [];

const isHere = (await python()) !== undefined;
if (!isHere)
  console.error('SKIPPED: gql is not tested, since this machine lacks Python 3.11 or newer.');

describe.skipIf(!isHere)('gql for Python', () => {
  let command: readonly string[] | undefined;
  beforeAll(async () => {
    const build = (built: string) => buildPython(FOLDER, built);
    command = await driverOf({ name: 'Python-GraphQL', folder: FOLDER, build });
  }, BUILD_MILLISECONDS);

  it('reads the schema, creates a key, encrypts, decrypts and lists', async ({ skip }) => {
    if (!command) return skip('its packages cannot be fetched');
    const { url, account } = await connect();
    const [python = '', ...args] = command;
    const driver = spawn(python, args);
    driver.stdin.end(
      JSON.stringify({ url, accessKeyId: account.id, accessKeySecret: account.secret }),
    );
    const [output, errors, [code]] = await Promise.all([
      text(driver.stdout),
      text(driver.stderr),
      once(driver, 'close'),
    ]);
    expect(code, errors).toBe(0);
    const answer = JSON.parse(output) as { keyId: string };
    expect(answer).toEqual({
      version: release,
      keyId: expect.any(String),
      decrypted: { keyId: answer.keyId, plaintext: 'aGVsbG8=' },
      code: 'InvalidParameter',
      listed: [{ node: { keyId: answer.keyId, keyState: 'Enabled' } }],
    });
  });
});
