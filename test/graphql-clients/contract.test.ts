import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { breakingChanges } from '../../scripts/schema/breaking-changes.ts';
import { lintSchema } from '../../scripts/schema/lint.ts';
import { ACCEPTED, SWITCHED_OFF } from '../../scripts/schema/lint-rules.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const schema = readFileSync(join(ROOT, 'src/graphql/schema.graphql'), 'utf8');

/** What a rule does not check unless it is told to. */
const OPTIONS: Readonly<Record<string, object>> = {
  alphabetize: ['error', { fields: ['ObjectTypeDefinition'] }],
  'no-root-type': ['error', { disallow: ['subscription'] }],
};

const RELEASED = `
  type Query { node: Node key(keyId: String, version: Int = 1, filter: Filter): Key old: Old @deprecated(reason: "Use key.") }
  interface Node { id: ID! }
  type Key implements Node { id: ID! state: State! }
  type Alias implements Node { id: ID! }
  type Old { name: String }
  enum State { Enabled Disabled }
  input Filter { name: String }
`;

describe('The rules for the schema', () => {
  it.each(Object.keys(SWITCHED_OFF))(
    'leave out %s, which the schema does not follow',
    async (name) => {
      const withDeprecation = schema.replace('aliasName: String!', '$& @deprecated(reason: "x")');
      const rule = `@graphql-eslint/${name}`;
      const rules = { [rule]: OPTIONS[name] ?? 'error' };
      expect(await lintSchema(withDeprecation, { rules })).not.toEqual([]);
    },
  );

  it('find in the schema what is accepted, and nothing else', async () => {
    const found = await lintSchema(schema, { accepted: {} });
    expect(found.map((line) => line.replace(/^\d+: /, ''))).toEqual(Object.keys(ACCEPTED));
  });

  it('find a type without a description, and an edge of what is not a node', async () => {
    const wrong = schema
      .replace(/"""[^"]*"""\ntype Region /, 'type Region ')
      .replace(/(type KeyEdge \{[^}]*node: )KeyMetadata/, '$1Tag');
    expect(await lintSchema(wrong)).toEqual([
      expect.stringContaining('relay-edge-types'),
      expect.stringContaining('require-description'),
    ]);
  });
});

describe('A change of the released schema', () => {
  it.each([
    ['a field is removed', 'state: State!', '', 'Key.state', 'mark it @deprecated'],
    ['a value is removed', 'Disabled', '', 'State.Disabled', 'mark it @deprecated'],
    [
      'a field can be null',
      'state: State!',
      'state: State',
      'Key.state',
      'add a new one beside it',
    ],
    ['an argument is required', 'keyId: String', 'keyId: String!', 'Query.key.keyId', 'add a new'],
    ['a default changes', 'Int = 1', 'Int = 2', 'Query.key.version', 'Restore'],
    [
      'an argument is added that is required',
      '(keyId',
      '(a: Int! keyId',
      'Query.key.a',
      'optional',
    ],
    ['a node is removed', 'type Alias implements Node { id: ID! }', '', 'Alias', 'Restore'],
    ['an input takes one field only', 'Filter {', 'Filter @oneOf {', 'Filter.@oneOf', 'Restore'],
  ])('breaks clients when %s', async (_what, from, to, path, advice) => {
    const [change] = await breakingChanges(RELEASED, RELEASED.replace(from, to));
    expect(change?.what.split(':')[0]).toBe(path);
    expect(change?.advice).toContain(advice);
  });

  it.each([
    ['something is added', 'state: State!', 'state: State! more(a: Int): Int'],
    ['something is deprecated', 'state: State!', 'state: State! @deprecated(reason: "x")'],
    ['a deprecated field is removed', 'old: Old @deprecated(reason: "Use key.")', ''],
    ['a field can no longer be null', 'node: Node', 'node: Node!'],
  ])('breaks none when %s', async (_what, from, to) => {
    expect(await breakingChanges(RELEASED, RELEASED.replace(from, to))).toEqual([]);
  });

  it('fails the check with what breaks and what to do, until it is released', async () => {
    const folder = mkdtempSync(join(process.env.KEYWRIGHT_TEST_DIR ?? '', 'contract-'));
    const released = join(folder, 'released.graphql');
    const next = join(folder, 'next.graphql');
    writeFileSync(next, schema);
    writeFileSync(
      released,
      schema.replace(/"""[^"]*"""\n {2}regionId: String!/, '$&\n  """The x."""\n  x: Int'),
    );
    await expect(check('--schema', next, '--released', released)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /Region\.x: Field 'x' was removed.*\n +Keep it and mark it @deprecated/,
      ),
    });
    const { stdout } = await check('--schema', next, '--released', released, '--release');
    expect(stdout).toContain('CHANGELOG.md');
    expect(readFileSync(released, 'utf8')).toBe(schema);
  });
});

const check = (...args: string[]) =>
  promisify(execFile)(process.execPath, [join(ROOT, 'scripts/check-schema.ts'), ...args]);
