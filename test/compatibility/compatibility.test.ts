import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { KEY_SPEC_NAMES } from '#domain/key-spec.ts';
import { findOperation, OPERATIONS } from '#operations/registry.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { operationsOfSdk } from '../clients/identity-sdks.ts';
import { sharedKms } from '../support/kms.ts';
import { allFacts } from '../support/operation/discover.ts';
import { callV1, VERSIONS } from '../support/rpc-client.ts';
import { compatibilityPage } from './compatibility-page.ts';
import { NOT_OFFERED } from './not-offered.ts';
import { operationsPage } from './operations-page.ts';

const DOCS = resolve(import.meta.dirname, '../../docs');

const PAGES = {
  'compatibility.md': async () => compatibilityPage(await allFacts(), packageJson.devDependencies),
  'operations.md': async () => operationsPage(await allFacts()),
};

describe.each(Object.entries(PAGES))('docs/%s', (name, page) => {
  it('is what `npm run compatibility` writes', async () => {
    const file = resolve(DOCS, name);
    const text = await page();
    if (process.env.KEYWRIGHT_WRITE_COMPATIBILITY) writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });
});

const hasTools = spawnSync('bash', ['-c', 'command -v curl openssl']).status === 0;
if (!hasTools)
  console.error('SKIPPED: the bash function of docs/operations.md needs curl and OpenSSL.');

describe('The bash function of docs/operations.md', () => {
  it.skipIf(!hasTools)('signs requests', async () => {
    const [, functions = ''] =
      /```bash\n([\s\S]*?)\nkms Action/.exec(
        readFileSync(resolve(DOCS, 'operations.md'), 'utf8'),
      ) ?? [];
    const kms = await sharedKms();
    const { id, secret } = await kms.addAccount();
    const description = 'Löhne & Gehälter = 100 % + *~';
    const command = `${functions}\nkms Action=CreateKey "Description=${description}"`;
    const { stdout } = await promisify(execFile)('bash', ['-c', command], {
      env: {
        PATH: process.env.PATH,
        KEYWRIGHT_URL: kms.url,
        KEYWRIGHT_ACCESS_KEY_ID: id,
        KEYWRIGHT_ACCESS_KEY_SECRET: secret,
      },
    });
    expect(JSON.parse(stdout)).toMatchObject({ KeyMetadata: { Description: description } });
  });
});

async function codeOf(action: string, parameters: Readonly<Record<string, string>> = {}) {
  const kms = await sharedKms();
  return (await callV1(kms, await kms.addAccount(), action, parameters)).json.Code;
}

const isOffered = (spec: string): boolean => (KEY_SPEC_NAMES as readonly string[]).includes(spec);

describe('What is not offered', () => {
  it.each(NOT_OFFERED)('has no operations: $about', async ({ operations }) => {
    for (const name of operations)
      expect([name, await codeOf(name)]).toEqual([name, 'InvalidAction.NotFound']);
  });

  it.each(['ram', 'sts'] as const)('is the rest of %s', async (service) => {
    const kms = await sharedKms();
    const root = await kms.addAccount();
    const params = { Version: VERSIONS[service] };
    const names = operationsOfSdk(service).filter((name) => !findOperation(service, name));
    expect(names).not.toEqual([]);
    for (const name of names) {
      const { json } = await callV1(kms, root, name, {}, { params });
      expect([name, json.Code]).toEqual([name, 'InvalidAction.NotFound']);
    }
  });

  it.skipIf(isOffered('EC_SM2'))('is the key spec EC_SM2, which returns an error', async () => {
    expect(await codeOf('CreateKey', { KeySpec: 'EC_SM2' })).toBe('InvalidParameter');
  });

  it('is all that the generated SDK has, except what is offered', () => {
    const sdk = createRequire(import.meta.url)('@alicloud/kms20160120') as Record<string, unknown>;
    const has = Object.keys(sdk).flatMap((name) =>
      name.endsWith('Request') ? [name.slice(0, -'Request'.length)] : [],
    );
    const known = new Set([
      ...OPERATIONS.map(({ name }) => name),
      ...NOT_OFFERED.flatMap(({ operations }) => operations),
    ]);
    expect(has.length).toBeGreaterThan(40);
    expect(has.filter((name) => !known.has(name))).toEqual([]);
  });
});
