import { describe, expect, it } from 'vitest';
import { findPoorDescriptions } from '../../scripts/words/check-descriptions.ts';
import { findUndocumentedExports } from '../../scripts/words/check-docstrings.ts';
import { findBannedPhrases } from '../../scripts/words/check-phrases.ts';

const file = (...lines: string[]) => ({ path: 'a.ts', text: lines.join('\n') });

describe('The check of words', () => {
  it('finds a banned phrase, also across the lines of a comment', () => {
    const found = findBannedPhrases(file('/**', ' * Stops what is under', ' * way.', ' */'));
    expect(found).toEqual([
      { path: 'a.ts', line: 2, message: '"under way": write "running, in progress"' },
    ]);
  });

  it('permits a phrase for a given reason, on the same line and the next', () => {
    expect(findBannedPhrases(file('// words-ok: quoted', '"anew" // words-ok: quoted'))).toEqual(
      [],
    );
    expect(findBannedPhrases(file('// words-ok:', '"anew"'))).toHaveLength(1);
  });

  it('finds exports without a docstring, or with one that repeats the name', () => {
    const found = findUndocumentedExports(
      file(
        'export const a = 1;',
        '/** The key state. */',
        'export type KeyState = string;',
        '/** Bytes. */',
        'export const b = 1;',
        'export const KeyType = builder.enumType();',
        "export type { C } from './c.ts';",
      ),
    );
    expect(found.map(({ line }) => line)).toEqual([1, 3]);
  });

  it('finds definitions of a schema without a description, or with one that repeats the name', () => {
    const text = `type Query { a: Int  """The keys.""" keys: Int  """In seconds.""" age: Int }`;
    const found = findPoorDescriptions({ path: 'schema.graphql', text });
    expect(found.map(({ message }) => message.replace(/:.*/, ''))).toEqual([
      'Query has no description',
      'Query.a has no description',
      'the description of Query.keys only repeats the name',
    ]);
  });
});
