import { describe, expect, it } from 'vitest';
import { en } from '../../src/console/messages/en.ts';
import { zh } from '../../src/console/messages/zh.ts';
import { argumentsOf, textsOf } from './texts.ts';
import { usedTexts } from './used-texts.ts';

/** Names of formats, products and standards, which are the same in every language. */
const NAMES = new Set([
  'AccessKey ID',
  'AccessKey Secret',
  'API',
  'ARN',
  'Base64',
  'CSV',
  'GraphiQL',
  'GraphQL',
  'GraphQL API',
  'JSON Lines',
  'OpenID Connect',
  'RPC',
  'RPC API',
  '{time} UTC',
]);

const english = textsOf(en);
const chinese = textsOf(zh);

describe('The texts of the console', () => {
  it('have the same names in both languages', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('take the same values in both languages', () => {
    for (const [path, text] of english)
      expect(argumentsOf(chinese.get(path) ?? ''), path).toEqual(argumentsOf(text));
  });

  it('are all translated', () => {
    const words = (text: string) => text.replaceAll(/\{[^}]*\}|<[^>]*>/g, '').match(/[a-z]{2,}/gi);
    const same = [...english].filter(([path, text]) => text === chinese.get(path) && words(text));
    expect(same.map(([, text]) => text).filter((text) => !NAMES.has(text))).toEqual([]);
  });

  it('are all used', () => {
    const used = usedTexts();
    const isUsed = (path: string) => {
      const last = path.lastIndexOf('.') + 1;
      return used.has(path) || used.has(path.slice(0, last));
    };
    expect([...english.keys()].filter((path) => !isUsed(path))).toEqual([]);
  });
});
