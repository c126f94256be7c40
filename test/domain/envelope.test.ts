import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  joinBlob,
  MAX_BLOB_BYTES,
  makeHeader,
  PLAINTEXT_KINDS,
  type PlaintextKind,
  parseCiphertextBlob,
  SALT_BYTES,
  versionAndSalt,
} from '#domain/ciphertext-blob.ts';
import {
  canonicalContext,
  type EncryptionContext,
  isContext,
  parseJsonContext,
} from '#domain/encryption-context.ts';
import { open, type Sealing, seal } from '#domain/envelope.ts';
import { KeyMaterial } from '#domain/key-material.ts';
import { KEY_SPECS, SYMMETRIC_SPECS, type SymmetricSpec } from '#domain/key-spec.ts';

interface Opening {
  readonly keySpec: SymmetricSpec;
  /** Hexadecimal. */
  readonly material: string;
  readonly context: EncryptionContext;
  /** Base64. */
  readonly blob: string;
}

interface KnownAnswer extends Opening {
  readonly name: string;
  readonly keyVersionId: string;
  readonly kind: PlaintextKind;
  readonly salt: string;
  readonly plaintext: string;
}

// Made by another implementation (Python's cryptography), so that these are no echo of the code under test.
const { positive, negative } = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../vectors/ciphertext-blobs.json'), 'utf8'),
) as {
  readonly positive: readonly KnownAnswer[];
  readonly negative: readonly (Opening & { readonly why: string })[];
};

const fromHex = (text: string) => Buffer.from(text, 'hex');
const ofVersion = '0198f3c2-5b7e-7d41-9a06-3c1f8e2b4d75';

const sealBytes = (material: Uint8Array, plaintext: Uint8Array, sealing: Sealing) => {
  using own = new KeyMaterial(Buffer.from(material));
  return seal(own, plaintext, sealing);
};

const openBytes = (
  material: Uint8Array,
  blob: Uint8Array,
  keySpec: SymmetricSpec,
  context: EncryptionContext,
) => {
  using own = new KeyMaterial(Buffer.from(material));
  const parsed = parseCiphertextBlob(blob);
  return parsed && open(own, parsed, keySpec, context);
};

// What separators, prefixes, JavaScript's objects and sorting by UTF-16 units would confuse.
const trap = fc.string({
  unit: fc.constantFrom('a', 'b', '=', '&', '\u0000', '\u0001', '\ufffd', '\u{10000}'),
  maxLength: 3,
});
const word = fc.oneof(
  trap,
  fc.constantFrom('__proto__', 'constructor', '0', '1', '10'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const context = fc.uniqueArray(fc.tuple(word, word), { selector: ([name]) => name, maxLength: 5 });
const bytes = (minLength: number, maxLength = minLength) => fc.uint8Array({ minLength, maxLength });

/** A material of the spec's size and all else that sealing takes, salt included. */
const sealingUnder = (keySpec: SymmetricSpec) =>
  fc.record({
    material: bytes(KEY_SPECS[keySpec].materialBytes),
    plaintext: bytes(0, 80),
    sealing: fc.record({
      keySpec: fc.constant(keySpec),
      keyVersionId: fc.uuid(),
      kind: fc.constantFrom(...PLAINTEXT_KINDS),
      context,
      salt: bytes(SALT_BYTES),
    }),
  });

describe('The published vectors', () => {
  it.each(SYMMETRIC_SPECS)('cover %s', (keySpec) => {
    expect(positive.filter((vector) => vector.keySpec === keySpec).length).toBeGreaterThanOrEqual(
      3,
    );
    expect(negative.filter((vector) => vector.keySpec === keySpec).length).toBeGreaterThanOrEqual(
      30,
    );
  });

  it.each(positive)(
    'give exactly the blob and open: $keySpec, $name',
    ({ name: _, blob, ...known }) => {
      const { keySpec, keyVersionId, kind, context, salt } = known;
      const sealing = { keySpec, keyVersionId, kind, context, salt: fromHex(salt) };
      expect(
        Buffer.from(sealBytes(fromHex(known.material), fromHex(known.plaintext), sealing)).toString(
          'base64',
        ),
      ).toBe(blob);
      expect(parseCiphertextBlob(Buffer.from(blob, 'base64'))).toMatchObject({
        keyVersionId,
        kind,
      });
      expect(
        openBytes(fromHex(known.material), Buffer.from(blob, 'base64'), keySpec, context)?.toString(
          'hex',
        ),
      ).toBe(known.plaintext);
    },
  );

  it.each(negative)(
    'do not open, and do not throw: $keySpec, $why',
    ({ keySpec, material, context, blob }) => {
      expect(
        openBytes(fromHex(material), Buffer.from(blob, 'base64'), keySpec, context),
      ).toBeNull();
    },
  );
});

describe.each(SYMMETRIC_SPECS)('A blob sealed under %s', (keySpec) => {
  it('opens to the plaintext, whatever the bytes and the context', () => {
    fc.assert(
      fc.property(sealingUnder(keySpec), ({ material, plaintext, sealing }) => {
        const opened = openBytes(
          material,
          sealBytes(material, plaintext, sealing),
          keySpec,
          sealing.context,
        );
        expect(opened).toEqual(Buffer.from(plaintext));
      }),
    );
  });

  it('opens with its pairs in any order', () => {
    const shuffled = sealingUnder(keySpec).chain((all) =>
      fc.record({
        all: fc.constant(all),
        context: fc.shuffledSubarray(all.sealing.context, {
          minLength: all.sealing.context.length,
        }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ all: { material, plaintext, sealing }, context }) => {
        expect(
          openBytes(material, sealBytes(material, plaintext, sealing), keySpec, context),
        ).toEqual(Buffer.from(plaintext));
      }),
    );
  });

  it('does not open with any bit flipped', () => {
    fc.assert(
      fc.property(sealingUnder(keySpec), fc.nat(), ({ material, plaintext, sealing }, at) => {
        const blob = sealBytes(material, plaintext, sealing);
        const bit = at % (blob.length * 8);
        blob[bit >> 3] = (blob[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(openBytes(material, blob, keySpec, sealing.context)).toBeNull();
      }),
      { numRuns: 1_000 },
    );
  });

  it('does not open with any one bit of its material flipped', () => {
    fc.assert(
      fc.property(sealingUnder(keySpec), fc.nat(), ({ material, plaintext, sealing }, at) => {
        const blob = sealBytes(material, plaintext, sealing);
        const other = Uint8Array.from(material, (byte, i) =>
          i === at % material.length ? byte ^ 1 : byte,
        );
        expect(openBytes(other, blob, keySpec, sealing.context)).toBeNull();
      }),
    );
  });

  it('does not open under another spec', () => {
    const material = Buffer.alloc(KEY_SPECS[keySpec].materialBytes, 7);
    const blob = sealBytes(material, Buffer.from('plaintext'), {
      keySpec,
      keyVersionId: ofVersion,
      kind: 'bytes',
      context: [],
      salt: Buffer.alloc(SALT_BYTES),
    });
    for (const other of SYMMETRIC_SPECS)
      expect(openBytes(material, blob, other, []) === null).toBe(other !== keySpec);
  });

  it('shares no byte stream with its like under another salt or another version', () => {
    const material = Buffer.alloc(KEY_SPECS[keySpec].materialBytes, 7);
    const sealing = {
      keySpec,
      keyVersionId: ofVersion,
      kind: 'bytes',
      context: [],
      salt: Buffer.alloc(SALT_BYTES),
    } as const;
    const streams = [
      sealing,
      { ...sealing, salt: Buffer.alloc(SALT_BYTES, 1) },
      { ...sealing, keyVersionId: ofVersion.replace('0', '1') },
    ].map((each) =>
      Buffer.from(sealBytes(material, Buffer.alloc(16), each))
        .subarray(50, 66)
        .toString('hex'),
    );
    expect(new Set(streams).size).toBe(3);
  });
});

describe('The layout of a blob', () => {
  it('takes any bytes, and writes again what it has read', () => {
    const likely = fc
      .tuple(fc.constantFrom(0, 1, 2), fc.constantFrom(0, 1, 2, 3), bytes(0, 120))
      .map((parts) =>
        Buffer.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part]))),
      );
    fc.assert(
      fc.property(fc.oneof(likely, bytes(0, 120)), (any) => {
        const parsed = parseCiphertextBlob(any);
        expect(parsed !== null).toBe(
          any[0] === 1 && (any[1] === 1 || any[1] === 2) && any.length >= 66,
        );
        if (!parsed) return;
        const { kind, keyVersionId, header, sealed } = parsed;
        const { salt } = versionAndSalt(header);
        expect(joinBlob(makeHeader(kind, keyVersionId, salt), sealed).equals(any)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('leaves the key version spelled as a UUID in lower case', () => {
    const header = makeHeader('text', ofVersion.toUpperCase(), Buffer.alloc(SALT_BYTES));
    const blob = joinBlob(header, Buffer.alloc(16));
    expect(parseCiphertextBlob(blob)?.keyVersionId).toBe(ofVersion);
  });

  it('has room for 8,192 bytes of text', () => {
    const sealing = {
      keySpec: 'Aliyun_AES_256',
      keyVersionId: ofVersion,
      kind: 'text',
      context: [],
      salt: Buffer.alloc(SALT_BYTES),
    } as const;
    expect(sealBytes(Buffer.alloc(32), Buffer.alloc(8_192), sealing)).toHaveLength(MAX_BLOB_BYTES);
  });
});

/** The same pairs in whatever order, with names in an order that does not matter. */
const asSet = (pairs: EncryptionContext) =>
  JSON.stringify(pairs.map((pair) => JSON.stringify(pair)).toSorted());

describe('Canonical contexts', () => {
  it('are the same bytes for the same pairs, and for no others', () => {
    const one = fc.uniqueArray(fc.tuple(trap, trap), { selector: ([name]) => name, maxLength: 3 });
    const near = one.chain((pairs) =>
      fc.tuple(
        fc.constant(pairs),
        fc.oneof(
          one,
          fc.shuffledSubarray(pairs),
          fc.constant(pairs.map(([name, value]) => [value, name] as const)),
        ),
      ),
    );
    fc.assert(
      fc.property(near, ([pairs, others]) => {
        fc.pre(isContext(others));
        expect(canonicalContext(pairs).equals(canonicalContext(others))).toBe(
          asSet(pairs) === asSet(others),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it('that differ never open the same blob', () => {
    const material = Buffer.alloc(32, 7);
    const sealing = {
      keySpec: 'Aliyun_AES_256',
      keyVersionId: ofVersion,
      kind: 'bytes',
      salt: Buffer.alloc(SALT_BYTES),
    } as const;
    const other = fc.uniqueArray(fc.tuple(trap, trap), {
      selector: ([name]) => name,
      maxLength: 2,
    });
    fc.assert(
      fc.property(other, other, (pairs, others) => {
        const blob = sealBytes(material, Buffer.from('x'), { ...sealing, context: pairs });
        expect(openBytes(material, blob, 'Aliyun_AES_256', others) !== null).toBe(
          asSet(pairs) === asSet(others),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('are ordered by UTF-8 bytes, in which U+FFFD precedes U+10000', () => {
    const bytesOf = canonicalContext([
      ['\u{10000}', ''],
      ['\ufffd', ''],
    ]);
    expect(bytesOf.toString('hex')).toBe('00000003efbfbd0000000000000004f090808000000000');
  });

  it('are nothing for no pairs', () => {
    expect(canonicalContext([])).toHaveLength(0);
  });
});

describe('A context', () => {
  it('has each name once', () => {
    const pairs = [
      ['a', '1'],
      ['b', '2'],
    ] as const;
    expect(isContext(pairs)).toBe(true);
    expect(isContext([...pairs, ['a', '1']])).toBe(false);
    expect(isContext([...pairs, ['a', '3']])).toBe(false);
    expect(isContext([...pairs, ['A', '3']])).toBe(true);
    expect(isContext([['__proto__', '']])).toBe(true);
    expect(
      isContext([
        ['__proto__', ''],
        ['__proto__', ''],
      ]),
    ).toBe(false);
  });

  it.each(['\ud800', '\udc00', 'a\udbff', '\udfffa', '\udc00\ud800'])(
    'is well-formed Unicode, unlike %j',
    (text) => {
      expect(isContext([[text, '']])).toBe(false);
      expect(isContext([['', text]])).toBe(false);
      expect(isContext([['', '\u{1f511}']])).toBe(true);
    },
  );

  it('is at most 8,192 characters as compact JSON', () => {
    const filled = (length: number, character = 'x') =>
      character.repeat(length - JSON.stringify({ a: '' }).length);
    expect(isContext([['a', filled(8_192)]])).toBe(true);
    expect(isContext([['a', filled(8_193)]])).toBe(false);
    expect(isContext([['a', filled(8_192, 'é')]])).toBe(true);
    const quoted = (length: number) => [['a', `"${filled(length - 2)}`]] as const;
    expect(isContext(quoted(8_192))).toBe(true);
    expect(isContext(quoted(8_193))).toBe(false);
  });

  it('is as long as JSON.stringify would write it', () => {
    fc.assert(
      fc.property(context, fc.integer({ min: -3, max: 3 }), (pairs, by) => {
        fc.pre(pairs.length > 0 && pairs.every(([name]) => name !== 'filler'));
        const write = (filler: string) =>
          JSON.stringify(Object.fromEntries([...pairs, ['filler', filler]]));
        const filler = 'x'.repeat(8_192 - write('').length + by);
        expect(isContext([...pairs, ['filler', filler]])).toBe(write(filler).length <= 8_192);
      }),
    );
  });
});

/** What JSON.parse makes of a flat object of strings; null for anything else. Of two equal names it keeps the last. */
function viaJsonParse(text: string): Map<string, string> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const entries = Object.entries(value);
    return entries.every(([, each]) => typeof each === 'string') ? new Map(entries) : null;
  } catch {
    return null;
  }
}

/** Whether it is one, not what it says: Node 26's JSON.parse now and then mistakes escaped names of objects. */
const expectLikeJsonParse = (text: string) => {
  expect(parseJsonContext(text) === null).toBe(viaJsonParse(text) === null);
};

/** One of the ways in which JSON may spell a text. */
const spelled = (text: string) =>
  fc.array(fc.boolean(), { minLength: text.length, maxLength: text.length }).map((escaped) => {
    const units = escaped.map((isEscaped, i) =>
      isEscaped
        ? `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`
        : JSON.stringify(text[i]).slice(1, -1),
    );
    return `"${units.join('')}"`;
  });
const space = fc.string({ unit: fc.constantFrom(' ', '\t', '\r', '\n'), maxLength: 2 });

/** A context's pairs, names not always different, and a JSON text that says them. */
const written = fc.array(fc.tuple(word, word), { maxLength: 4 }).chain((pairs) =>
  fc.tuple(...pairs.flat().map(spelled)).chain((spellings) =>
    fc
      .array(space, { minLength: 4 * pairs.length + 2, maxLength: 4 * pairs.length + 2 })
      .map((spaces) => {
        const members = pairs.map((_, i) => {
          const [before, within, between, after] = spaces.slice(4 * i);
          return `${before}${spellings[2 * i]}${within}:${between}${spellings[2 * i + 1]}${after}`;
        });
        return {
          pairs,
          text: `${spaces.at(-1)}{${members.join(',') || spaces.at(-2)}}${spaces.at(-1)}`,
        };
      }),
  ),
);

describe('A context in JSON', () => {
  it('is read pair by pair, however it is spelled, duplicates and order kept', () => {
    fc.assert(
      fc.property(written, ({ pairs, text }) => {
        expect(parseJsonContext(text)).toEqual(pairs);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is refused if it has a name twice, however the name is spelled', () => {
    for (const text of [
      '{"a":"1","a":"2"}',
      '{"a":"1","a":"1"}',
      String.raw`{"a":"1","\u0061":"2"}`,
      '{"__proto__":"1","__proto__":"2"}',
    ]) {
      const parsed = parseJsonContext(text);
      expect(parsed).toHaveLength(2);
      expect(isContext(parsed ?? [])).toBe(false);
    }
  });

  it('is what JSON.parse takes for a flat object of strings, and nothing else', () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.json({ maxDepth: 1 })), expectLikeJsonParse), {
      numRuns: 1_000,
    });
  });

  it('is refused wherever JSON.parse refuses a text with one character changed', () => {
    const change = fc.constantFrom(
      '',
      '"',
      '\\',
      ',',
      ':',
      '{',
      '}',
      '[',
      ' ',
      '\u0000',
      '\u001f',
      '\u00a0',
      '\ufeff',
      'u',
      '0',
      '/',
      "'",
      '\u007f',
    );
    fc.assert(
      fc.property(written, fc.nat(), fc.boolean(), change, ({ text }, at, replace, character) => {
        const from = at % (text.length + 1);
        expectLikeJsonParse(text.slice(0, from) + character + text.slice(from + (replace ? 1 : 0)));
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    '',
    ' ',
    'null',
    '""',
    '"a"',
    '1',
    'true',
    '[]',
    '["a","b"]',
    '[["a","b"]]',
    '{',
    '}',
    '{}{}',
    '{},',
    '{}}',
    '{{}}',
    '{,}',
    '{"a":"b",}',
    '{,"a":"b"}',
    '{"a":"b",,"c":"d"}',
    '{"a":"b" "c":"d"}',
    '{"a":"b";"c":"d"}',
    '{"a"}',
    '{"a":}',
    '{"a":"b"',
    '{"a":"b"}x',
    'x{"a":"b"}',
    '{"a":"b"}{"c":"d"}',
    '{"a":1}',
    '{"a":null}',
    '{"a":true}',
    '{"a":{}}',
    '{"a":{"b":"c"}}',
    '{"a":[]}',
    '{"a":["b"]}',
    '{"a":"b","c":1}',
    '{a:"b"}',
    "{'a':'b'}",
    '{"a":\'b\'}',
    '{1:"b"}',
    '{"a":"b"/* comment */}',
    '{"a":"b"} // comment',
    '{/**/}',
    '{"a":"\n"}',
    '{"a":"\t"}',
    '{"a":"\u0000"}',
    String.raw`{"a":"\x41"}`,
    String.raw`{"a":"\'"}`,
    String.raw`{"a":"\0"}`,
    String.raw`{"a":"\u12"}`,
    String.raw`{"a":"\u{41}"}`,
    String.raw`{"a":"\U0041"}`,
    String.raw`{"a":"b\"}`,
    String.raw`{\u0022a":"b"}`,
    '\ufeff{"a":"b"}',
    '{"a":"b"}\u00a0',
    '{"a":\u2028"b"}',
    '{"a":"b"}\u0000',
    '1.Key',
    '1.Key=a&1.Value=b',
    'a=b',
    'a:b',
    '"a":"b"',
    '%7B%22a%22%3A%22b%22%7D',
  ])('is not %j', (text) => {
    expect(parseJsonContext(text)).toBeNull();
    expect(viaJsonParse(text)).toBeNull();
  });

  it.each<[string, EncryptionContext]>([
    ['{}', []],
    [' \t\r\n{ \t\r\n} \t\r\n', []],
    ['{"":""}', [['', '']]],
    [
      '{"1.Key":"a","1.Value":"b"}',
      [
        ['1.Key', 'a'],
        ['1.Value', 'b'],
      ],
    ],
    [
      '{"10":"a","9":"b"}',
      [
        ['10', 'a'],
        ['9', 'b'],
      ],
    ],
    [
      '{"__proto__":"x","constructor":"y"}',
      [
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ],
    ],
    [
      '{"}":"{","a,b":":\u007f\u2028"}',
      [
        ['}', '{'],
        ['a,b', ':\u007f\u2028'],
      ],
    ],
    [
      String.raw`{"\"\\\/\b\f\n\r\t":"\u0041\u00e9\uD83D\udd11"}`,
      [['"\\/\b\f\n\r\t', 'Aé\u{1f511}']],
    ],
    [String.raw`{"a":"\\\""}`, [['a', '\\"']]],
  ])('may be %j', (text, pairs) => {
    expect(parseJsonContext(text)).toEqual(pairs);
    expect(isContext(pairs)).toBe(true);
  });

  it.each([String.raw`"\ud800"`, String.raw`"\udc00"`, '"\ud800"', String.raw`"\ud83d\u0041"`])(
    'is refused as a context with the lone surrogate %j',
    (half) => {
      expect(isContext(parseJsonContext(`{"a":${half}}`) ?? [])).toBe(false);
      expect(isContext(parseJsonContext(`{${half}:"a"}`) ?? [])).toBe(false);
    },
  );

  it('is at most 8,192 characters, white space and escapes among them', () => {
    const padded = (length: number) => '{"a":"b"}'.padEnd(length);
    expect(parseJsonContext(padded(8_192))).toEqual([['a', 'b']]);
    expect(parseJsonContext(padded(8_193))).toBeNull();
    const long = (length: number) => `{"a":"${'x'.repeat(length - 8)}"}`;
    expect(parseJsonContext(long(8_192))).toEqual([['a', 'x'.repeat(8_184)]]);
    expect(parseJsonContext(long(8_193))).toBeNull();
  });

  it.each([
    '{'.repeat(8_192),
    '}'.repeat(8_192),
    `{${'}'.repeat(8_191)}`,
    `{${' }'.repeat(4_095)}x`,
    `{"a":"${'\\'.repeat(8_000)}`,
    `{${' '.repeat(8_190)}`,
  ])('is refused without ado when it is made to be slow (case %#)', (text) => {
    expect(parseJsonContext(text)).toBeNull();
  });
});
