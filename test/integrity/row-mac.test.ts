import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SecretBytes } from '#domain/secret-bytes.ts';
import { areTagsAuthentic, isPolicyAuthentic, macsOfKey } from '#integrity/key-macs.ts';
import { type AnyMembers, INVALID_MAC, isAuthentic, macOfRow } from '#integrity/row-mac.ts';
import { Keyring } from '#keyring/keyring.ts';
import { TABLES } from '#store/tables.ts';

const rootKey = (id: string, fill: number) => ({
  id,
  key: new SecretBytes(Buffer.alloc(32, fill)),
});
const keyring = new Keyring(rootKey('one', 1), [rootKey('two', 2)]);

const session = { hash: 'hash', accountId: '1', accessKeyId: 'a', expiresAt: new Date(1_000) };
const user = {
  ...{ id: 'u', accountId: '1', name: 'alice', displayName: '', mobilePhone: '', email: '' },
  ...{ comments: '', createdAt: new Date(1_000), updatedAt: new Date(1_000) },
};
const version = (number: number) => ({
  ...{ accountId: '1', policyId: 'p', number, document: `{"${number}": ""}` },
  createdAt: new Date(number),
});
const versions = [version(1), version(2), version(10)];
const policy = {
  ...{ id: 'p', accountId: '1', name: 'policy', description: '', defaultVersion: 1 },
  ...{ lastVersion: 10, attachments: 0, createdAt: new Date(1), updatedAt: new Date(1) },
};
const members = (rows: readonly object[]) => [{ table: TABLES.policyVersion, rows }];

describe('The MAC of a row', () => {
  it('fits the row under its own root key only', () => {
    const mac = macOfRow(keyring, TABLES.session, session);
    expect(isAuthentic(keyring, TABLES.session, { ...session, ...mac })).toBe(true);
    expect(isAuthentic(keyring, TABLES.session, { ...session, ...mac, rootKeyId: 'two' })).toBe(
      false,
    );
    const other = macOfRow(keyring, TABLES.session, session, [], 'two');
    expect(isAuthentic(keyring, TABLES.session, { ...session, ...other })).toBe(true);
    expect(other.mac).not.toEqual(mac.mac);
  });

  it('does not fit a row of which any column has another value', () => {
    const mac = macOfRow(keyring, TABLES.user, user);
    for (const [column, value] of Object.entries(user)) {
      const altered = value instanceof Date ? new Date(value.getTime() + 1) : `${value}x`;
      const row = { ...user, ...mac, [column]: altered };
      expect([column, isAuthentic(keyring, TABLES.user, row)]).toEqual([column, false]);
    }
  });

  it('does not fit when text moves from one column to the next', () => {
    const mac = macOfRow(keyring, TABLES.user, { ...user, name: 'ab', displayName: 'c' });
    const moved = { ...user, ...mac, name: 'a', displayName: 'bc' };
    expect(isAuthentic(keyring, TABLES.user, moved)).toBe(false);
  });

  it('does not fit a row of another table with the same columns', () => {
    const mac = macOfRow(keyring, TABLES.session, session);
    expect(isAuthentic(keyring, TABLES.signInLink, { ...session, ...mac })).toBe(false);
  });

  it('does not fit when it is missing, cut, longer, altered in any bit, or the invalid one', () => {
    const { mac, rootKeyId } = macOfRow(keyring, TABLES.session, session);
    const fits = (bytes: Uint8Array | null, id: string | null = rootKeyId) =>
      isAuthentic(keyring, TABLES.session, { ...session, mac: bytes, rootKeyId: id });
    expect([fits(mac), fits(null), fits(mac, null)]).toEqual([true, false, false]);
    for (let length = 0; length < mac.length; length += 1)
      expect(fits(mac.subarray(0, length))).toBe(false);
    expect(fits(Buffer.concat([mac, Buffer.alloc(1)]))).toBe(false);
    expect(fits(INVALID_MAC)).toBe(false);
    for (let bit = 0; bit < mac.length * 8; bit += 1) {
      const altered = Uint8Array.from(mac);
      altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(fits(altered)).toBe(false);
    }
  });

  it('stays the same when a column without a value is added', () => {
    const { mac } = macOfRow(keyring, TABLES.user, user);
    const table = { name: 'User', columns: { ...TABLES.user.columns, added: 'text' } } as const;
    expect(macOfRow(keyring, table, { ...user, added: null }).mac).toEqual(mac);
    expect(macOfRow(keyring, table, { ...user, added: undefined }).mac).toEqual(mac);
    expect(macOfRow(keyring, table, { ...user, added: '' }).mac).not.toEqual(mac);
  });

  it('covers its members in any order, and no other set of them', () => {
    const { mac } = macOfRow(keyring, TABLES.policy, policy, members(versions));
    const of = (rows: readonly object[]) =>
      Buffer.from(macOfRow(keyring, TABLES.policy, policy, members(rows)).mac).equals(mac);
    fc.assert(
      fc.property(fc.shuffledSubarray(versions, { minLength: 3 }), (shuffled) => of(shuffled)),
    );
    const [one, two, ten] = versions as [object, object, object];
    expect([
      of([]),
      of([one, two]),
      of([one, two, ten, ten]),
      of([...versions, version(3)]),
    ]).toEqual([false, false, false, false]);
    expect(of([one, two, { ...ten, document: '{}' }])).toBe(false);
  });

  it('does not take a member of one table for one of another, nor members for none', () => {
    const rows = [{ accountId: '1' }];
    const macOf = (one: AnyMembers) =>
      Buffer.from(macOfRow(keyring, TABLES.policy, policy, [one]).mac).toString('hex');
    const macs = [
      macOf({ table: TABLES.policyVersion, rows }),
      macOf({ table: TABLES.attachment, rows }),
      macOf({ table: TABLES.attachment, rows: [] }),
    ];
    expect(new Set(macs).size).toBe(3);
  });
});

describe('The MACs of a key', () => {
  const key = { id: 'k', accountId: '1', spec: 'Aliyun_AES_256', policy: '{}' };
  const tags = [
    { tagKey: 'a', tagValue: '1' },
    { tagKey: 'b', tagValue: '2' },
  ];
  const macs = macsOfKey(keyring, key, tags);
  const sealed = { ...key, ...macs };

  it('fit its policy and its tags, in any order', () => {
    expect(isPolicyAuthentic(keyring, sealed)).toBe(true);
    expect(areTagsAuthentic(keyring, sealed, tags.toReversed())).toBe(true);
  });

  it('do not fit each other’s purpose, another key, or another root key', () => {
    const { policyMac, tagsMac } = macs;
    const swapped = { ...sealed, policyMac: tagsMac, tagsMac: policyMac };
    for (const one of [
      swapped,
      { ...sealed, id: 'l' },
      { ...sealed, accountId: '2' },
      { ...sealed, macRootKeyId: 'two' },
      { ...sealed, macRootKeyId: null },
      { ...sealed, policyMac: null, tagsMac: null },
    ]) {
      expect(isPolicyAuthentic(keyring, one)).toBe(false);
      expect(areTagsAuthentic(keyring, one, tags)).toBe(false);
    }
    // A key without policy and tags: the two differ in their purpose only.
    const bare = { ...key, policy: null };
    const own = macsOfKey(keyring, bare, []);
    expect(own.policyMac).not.toEqual(own.tagsMac);
  });

  it('do not fit another policy, spec or tag', () => {
    for (const altered of [{ policy: null }, { policy: '' }, { spec: 'Aliyun_SM4' }])
      expect(isPolicyAuthentic(keyring, { ...sealed, ...altered })).toBe(false);
    const [first, second] = tags as [(typeof tags)[0], (typeof tags)[0]];
    for (const altered of [
      [],
      [first],
      [...tags, { tagKey: 'c', tagValue: '' }],
      [first, { ...second, tagValue: '3' }],
      [{ tagKey: 'a', tagValue: '1b2' }],
      [
        { tagKey: 'a', tagValue: '2' },
        { tagKey: 'b', tagValue: '1' },
      ],
    ])
      expect(areTagsAuthentic(keyring, sealed, altered)).toBe(false);
  });
});
