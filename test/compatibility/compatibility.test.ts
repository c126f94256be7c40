import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KEY_SPEC_NAMES } from '#domain/key-spec.ts';
import { findOperation, OPERATIONS } from '#operations/registry.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { SDKS } from '../clients/sdks.ts';
import { sharedKms } from '../support/kms.ts';
import { callV1 } from '../support/rpc-client.ts';
import { type Measured, measure } from './measure.ts';
import { NOT_OFFERED, REFUSED_VALUES } from './not-offered.ts';
import { publishedStates } from './published-states.ts';
import { GROUPS, render } from './render.ts';
import { SAMPLES, samplesOf, successOf } from './samples.ts';
import { wireOf } from './speak.ts';
import { openSubjects, type Subjects } from './subjects.ts';

const FILE = resolve(import.meta.dirname, '../../docs/compatibility.md');

const isOffered = (spec: string): boolean => (KEY_SPEC_NAMES as readonly string[]).includes(spec);

let opened: Promise<Subjects> | undefined;
const subjects = (): Promise<Subjects> => {
  opened ??= sharedKms().then(openSubjects);
  return opened;
};

const found = new Map<string, Promise<Measured>>();
/** What an operation does, found out once: its own test and the document both ask. */
const measured = (operation: AnyOperation): Promise<Measured> => {
  const known = found.get(operation.name) ?? subjects().then((all) => measure(all, operation));
  found.set(operation.name, known);
  return known;
};

/** The answer of the query-string API to a sample with other parameters. */
async function codeWith(
  operation: string,
  parameters: Readonly<Record<string, string>>,
): Promise<string> {
  const { kms, account, take } = await subjects();
  const [sample] = samplesOf({ name: operation });
  const input = (await sample.input?.(await take(sample.on ?? 'secret key'))) ?? {};
  const { status, json } = await callV1(kms, account, operation, {
    ...wireOf(findOperation(operation), input),
    ...parameters,
  });
  return status === 200 ? 'ok' : String(json.Code);
}

describe.each(OPERATIONS)('$name', (operation) => {
  it('answers alike on both surfaces, in every state and to every name of the key', async () => {
    const { samples, named } = await measured(operation);
    for (const { answers } of samples) {
      if (answers.graphql) expect(answers.graphql).toEqual(answers.rpc);
    }
    for (const inGraphql of named.graphql ?? []) expect(named.rpc).toContainEqual(inGraphql);
  });

  it('answers to each state as published', async () => {
    for (const { sample, answers } of (await measured(operation)).samples) {
      const published = publishedStates(operation.name, successOf(sample));
      // A key pair never waits for material, whatever the operation does to others that do.
      expect(answers.rpc).toEqual(
        published && sample.on?.endsWith('pair')
          ? { ...published, PendingImport: null }
          : published,
      );
    }
  });

  it('is called with success by every SDK that has a request for it', async () => {
    const success = successOf(samplesOf(operation)[0]);
    const expected = SDKS.map(({ name, has }) => [name, has(operation.name) ? success : null]);
    expect((await measured(operation)).clients).toEqual(Object.fromEntries(expected));
  });
});

describe('The samples', () => {
  it('are of every operation, and of none that there is not', () => {
    const names = OPERATIONS.map(({ name }) => name);
    expect([...new Set(SAMPLES.map(({ operation }) => operation))].sort()).toEqual(names.sort());
  });
});

describe('What is not offered', () => {
  it.each(NOT_OFFERED)('$about: is not known by name', async ({ operations }) => {
    const { kms, account } = await subjects();
    for (const name of operations) {
      const { json } = await callV1(kms, account, name);
      expect([name, json.Code]).toEqual([name, 'InvalidAction.NotFound']);
    }
  });

  it.skipIf(isOffered('EC_SM2'))('is a key spec EC_SM2, and is refused', async () => {
    expect(await codeWith('CreateKey', { KeySpec: 'EC_SM2' })).toBe('InvalidParameter');
  });

  it('is all that the generated SDK has, but for what is offered', () => {
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

const refusedParameters = OPERATIONS.flatMap(({ name, unsupportedParameters = [] }) =>
  unsupportedParameters.map((parameter) => ({ operation: name, parameter })),
);

describe('docs/compatibility.md', () => {
  it('has every operation in one group', () => {
    expect(Object.values(GROUPS).flat().sort()).toEqual(OPERATIONS.map(({ name }) => name).sort());
  });

  it('says what this run has found; otherwise: npm run compatibility', async () => {
    const operations = [];
    for (const operation of OPERATIONS) operations.push(await measured(operation));
    const parameters = [];
    for (const refused of refusedParameters)
      parameters.push({
        ...refused,
        code: await codeWith(refused.operation, { [refused.parameter]: 'x' }),
      });
    const values = [];
    for (const refused of REFUSED_VALUES)
      values.push({
        ...refused,
        code: await codeWith(refused.operation, { [refused.parameter]: refused.value }),
      });
    for (const { code } of [...parameters, ...values]) expect(code).not.toBe('ok');
    const text = render({
      operations,
      refusedParameters: parameters,
      refusedValues: values,
      releases: packageJson.devDependencies,
    });
    if (process.env.KEYWRIGHT_WRITE_COMPATIBILITY) writeFileSync(FILE, text);
    expect(readFileSync(FILE, 'utf8')).toBe(text);
  });
});
