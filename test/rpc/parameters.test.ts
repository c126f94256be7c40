import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KmsError } from '#domain/errors.ts';
import { canonicalQuery } from '#rpc/percent-encode.ts';
import { type Params, parseParams, peekParameter } from '#rpc/query-string.ts';
import { stringToSignV1 } from '#rpc/signature-v1.ts';
import {
  canonicalQueryNaively,
  type NaiveParameters,
  readNaively,
  stringToSignNaively,
} from '../support/naive-parameters.ts';

/** What clients send in names and values, encoded in every way, and what only an attacker sends. */
const PLAIN = ['a', 'B', '0', 'Action', 'Signature', '-', '_', '.', '~', '/', ':', '?', ' ', '"'];
const LEFT_BY_JAVASCRIPT = ['!', "'", '(', ')', '*', '%21', '%27', '%28', '%29', '%2A', '%2a'];
const ENCODED = ['%41', '%3D', '%26', '%25', '%2B', '%20', '+', '%00', '%7E', '%253D', '%2526'];
/** Characters whose order by UTF-16 units differs from that by UTF-8 bytes are among them. */
const BEYOND_ASCII = ['é', '密', '🔑', '\u{10000}', '\ufffd', '\ue000', '\ufeff'];
const ENCODED_BEYOND = [
  '%C3%A9',
  '%e5%AF%86',
  '%F0%90%80%80',
  '%EF%BF%BD',
  '%EF%BB%BF',
  '%F4%8F%BF%BF',
];
/** Lone and cut digits, lone and cut bytes, surrogates, overlong forms, code points above U+10FFFF. */
const BROKEN = [
  '%',
  '%4',
  '%zz',
  '%u0041',
  '%C3',
  '%A9',
  '%F0%9F',
  '%ED%A0%80',
  '%C0%AF',
  '%F4%90%80%80',
];

const fragment = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...PLAIN) },
  { weight: 6, arbitrary: fc.constantFrom(...LEFT_BY_JAVASCRIPT, ...ENCODED) },
  { weight: 6, arbitrary: fc.constantFrom(...BEYOND_ASCII, ...ENCODED_BEYOND) },
  { weight: 1, arbitrary: fc.constantFrom('=', '==') },
  { weight: 1, arbitrary: fc.constantFrom(...BROKEN) },
);
const texts = (maxLength: number) =>
  fc.array(fragment, { maxLength }).map((fragments) => fragments.join(''));
const pair = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(texts(3), texts(4)).map((both) => both.join('=')) },
  { weight: 1, arbitrary: texts(2) }, // also the empty one: `&&`
);
const parts = fc.array(pair, { maxLength: 7 });

/** The same 20,000 texts at each run. */
const REPEATABLE = { seed: 20_160_120, numRuns: 20_000 };

/** What the server reads, in the words of the slow form. */
function read(parse: () => Params): NaiveParameters {
  try {
    return [...parse()];
  } catch (error) {
    if (!(error instanceof KmsError)) throw error;
    return error.code === 'ParseRequestParameterException' ? 'not decodable' : 'repeated name';
  }
}

const tooMany = expect.objectContaining({ message: expect.stringContaining('Send at most') });

describe('The parameters of a request', () => {
  it('are read, sorted and signed as the documentation says, whatever they are', () => {
    const seen = { readable: 0, unreadable: 0, repeated: 0, unsorted: 0 };
    fc.assert(
      fc.property(parts, fc.nat(7), (all, cut) => {
        const text = all.join('&');
        const expected = readNaively(text);
        expect(read(() => parseParams(text))).toEqual(expected);
        if (expected === 'not decodable') seen.unreadable += 1;
        if (expected === 'repeated name') seen.repeated += 1;
        if (typeof expected === 'string') return;
        seen.readable += 1;
        const params = parseParams(text);
        // The same parameters in a query and a form.
        const query = parseParams(all.slice(0, cut).join('&'));
        expect(read(() => parseParams(all.slice(cut).join('&'), query))).toEqual(expected);
        expect(canonicalQuery(params)).toBe(canonicalQueryNaively(expected));
        expect(stringToSignV1('POST', params)).toBe(stringToSignNaively('POST', expected));
        const names = [...params.keys()];
        if (`${names.toSorted()}` !== `${[...parseParams(canonicalQuery(params)).keys()]}`)
          seen.unsorted += 1;
      }),
      REPEATABLE,
    );
    // Each kind of text is among them, also names that JavaScript would sort in another order.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(200);
  });

  it('are refused for what cannot be decoded before they are for a repeated name', () => {
    expect(read(() => parseParams('a=1&a=2&b=%zz'))).toBe('not decodable');
    const query = parseParams('a=1');
    expect(read(() => parseParams('a=2&b=%zz', query))).toBe('not decodable');
    expect(read(() => parseParams('b&a', query))).toBe('repeated name');
  });

  it('are counted before any of them is decoded, and so are empty ones', () => {
    const most = 2_492;
    const named = Array.from({ length: most }, (_, index) => `p${index}`);
    expect(parseParams(named.join('&')).size).toBe(most);
    expect(() => parseParams([...named, 'q'].join('&'))).toThrow(tooMany);
    expect(() => parseParams(['%zz', ...named].join('&'))).toThrow(tooMany);
    expect(parseParams('&'.repeat(most - 1)).size).toBe(0);
    expect(() => parseParams('&'.repeat(most))).toThrow(tooMany);
  });

  it.each([
    ['Format=XML', 'XML'],
    ['a=b&Format=%58ML&c', 'XML'],
    ['Format=', ''],
    [`Format=${'x'.repeat(512)}`, 'x'.repeat(512)],
    [`Format=${'x'.repeat(513)}`, undefined],
    ['Format=XML&Format=JSON', undefined],
    ['aFormat=XML&format=XML&%46ormat=XML&Format', undefined],
    ['', undefined],
  ])('can be looked up in %s without decoding the others', (text, value) => {
    expect(peekParameter(text, 'Format')).toBe(value);
  });
});
