import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Caller, caller, refusalOf, SURFACES, type Surface } from '../support/caller.ts';
import { parametersFor, wrapFor } from '../support/imports.ts';
import { beforeNextCommit } from '../support/interleave.ts';
import { sharedKms } from '../support/kms.ts';

const PLAINTEXT = Buffer.from('a secret');

/** A key with an alias and a tag, another one, and a key of origin EXTERNAL. */
async function setUp(surface: Surface) {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const as = caller(surface, kms, account);
  const { keyId } = await as.createKey({ tags: [['team', 'payroll']] });
  const { keyId: other } = await as.createKey();
  await as.act('CreateAlias', { keyId, aliasName: 'alias/own' });
  const { ciphertextBlob = '' } = await as.encrypt(keyId, PLAINTEXT);
  const { keyId: external } = await as.createKey({ origin: 'EXTERNAL' });
  const importInput = wrapFor(await parametersFor(as, external), randomBytes(32));
  const { ciphertextBlob: otherBlob = '' } = await as.encrypt(other, PLAINTEXT);
  /** What a request does that another one overtakes between its read and its commit. */
  const overtaken = <T>(first: () => Promise<unknown>, second: () => Promise<T>): Promise<T> => {
    beforeNextCommit(kms.services, first);
    return second();
  };
  return { kms, as, keyId, other, ciphertextBlob, otherBlob, external, importInput, overtaken };
}
type Subject = Awaited<ReturnType<typeof setUp>>;

/** One operation of each kind: what it does, and how it is refused where the key cannot be used any more. */
const KINDS: readonly {
  readonly kind: string;
  readonly act: (subject: Subject) => Promise<unknown>;
  readonly key?: 'external';
  /** After DisableKey; null: a disabled key will do as well. */
  readonly disabled: string | null;
  /** After ScheduleKeyDeletion. */
  readonly deleted: string;
}[] = [
  {
    kind: 'use (Encrypt)',
    act: ({ as, keyId }) => as.encrypt(keyId, PLAINTEXT),
    disabled: 'Rejected.Disabled',
    deleted: 'Rejected.PendingDeletion',
  },
  {
    kind: 'use (Decrypt)',
    act: ({ as, ciphertextBlob }) => as.decrypt(ciphertextBlob),
    disabled: 'Rejected.Disabled',
    deleted: 'Rejected.PendingDeletion',
  },
  {
    kind: 'use of a second key (ReEncrypt)',
    act: ({ as, otherBlob, keyId }) =>
      as.act('ReEncrypt', {
        ciphertextBlob: Buffer.from(otherBlob, 'base64'),
        destinationKeyId: keyId,
      }),
    disabled: 'Rejected.Disabled',
    deleted: 'Rejected.PendingDeletion',
  },
  {
    kind: 'change (UpdateKeyDescription)',
    act: ({ as, keyId }) => as.updateKeyDescription(keyId, 'late'),
    disabled: null,
    deleted: 'Rejected.PendingDeletion',
  },
  {
    kind: 'alias (CreateAlias)',
    act: ({ as, keyId }) => as.act('CreateAlias', { keyId, aliasName: 'alias/late' }),
    disabled: null,
    deleted: 'Rejected.StateModifiedFailed',
  },
  {
    kind: 'tag (TagResources)',
    act: ({ as, keyId }) => as.tagKeys([keyId], [['late', '1']]),
    disabled: null,
    deleted: 'Rejected.PendingDeletion',
  },
  {
    kind: 'version (CreateKeyVersion)',
    act: ({ as, keyId }) => as.act('CreateKeyVersion', { keyId }),
    disabled: 'Rejected.Disabled',
    deleted: 'Rejected.PendingDeletion',
  },
  {
    kind: 'import (ImportKeyMaterial)',
    act: ({ as, importInput }) => as.act('ImportKeyMaterial', importInput),
    key: 'external',
    disabled: null, // a key that waits for its material cannot be disabled
    deleted: 'Rejected.StateModifiedFailed',
  },
];

describe.each(SURFACES)(
  'By %s, a request that was overtaken between its read and its commit',
  (surface) => {
    it.each(KINDS.filter(({ key }) => !key))(
      'finds the key disabled: $kind',
      async ({ act, disabled }) => {
        const subject = await setUp(surface);
        const { as, keyId, overtaken } = subject;
        const late = overtaken(
          () => as.act('DisableKey', { keyId }),
          () => act(subject),
        );
        if (disabled) expect(await refusalOf(late)).toBe(disabled);
        else await late;
        expect(await as.describeKey(keyId)).toMatchObject({
          keyState: 'Disabled',
          description: act === KINDS[3]?.act ? 'late' : '',
        });
      },
    );

    it.each(KINDS)('finds the key scheduled for deletion: $kind', async ({ act, key, deleted }) => {
      const subject = await setUp(surface);
      const { as, overtaken, kms } = subject;
      const keyId = key ? subject.external : subject.keyId;
      const written = async () => ({
        tags: await kms.store.db.tag.findMany({ where: { keyId } }),
        aliases: await kms.store.db.alias.findMany({ where: { keyId } }),
        versions: await kms.store.db.keyVersion.findMany({ where: { keyId } }),
        uses: await kms.store.db.keyUse.findMany({ where: { keyId }, select: { uses: true } }),
      });
      const before = await written();
      const late = overtaken(
        () => as.act('ScheduleKeyDeletion', { keyId }),
        () => act(subject),
      );
      expect(await refusalOf(late)).toBe(deleted);
      expect(await written()).toEqual(before);
      expect((await as.describeKey(keyId)).keyState).toBe('PendingDeletion');
    });

    it('finds the key protected: change (ScheduleKeyDeletion)', async () => {
      const { as, keyId, overtaken } = await setUp(surface);
      const late = overtaken(
        () => as.act('SetDeletionProtection', { keyId, enableDeletionProtection: true }),
        () => as.act('ScheduleKeyDeletion', { keyId }),
      );
      expect(await refusalOf(late)).toBe('Rejected.UnsupportedOperation');
      expect((await as.describeKey(keyId)).keyState).toBe('Enabled');
    });

    it('uses the key to which its alias was moved (Encrypt)', async () => {
      const { as, other, overtaken } = await setUp(surface);
      const { keyId } = await overtaken(
        () => as.act('UpdateAlias', { keyId: other, aliasName: 'alias/own' }),
        () => as.encrypt('alias/own', PLAINTEXT),
      );
      expect(keyId).toBe(other);
    });

    it('re-encrypts under the key to which the alias of its second key was moved (ReEncrypt)', async () => {
      const { as, other, otherBlob, overtaken } = await setUp(surface);
      const { keyId } = await overtaken(
        () => as.act('UpdateAlias', { keyId: other, aliasName: 'alias/own' }),
        () =>
          as.act('ReEncrypt', {
            ciphertextBlob: Buffer.from(otherBlob, 'base64'),
            destinationKeyId: 'alias/own',
          }),
      );
      expect(keyId).toBe(other);
    });

    it('gives a version to the key to which its alias was moved (CreateKeyVersion)', async () => {
      const { as, keyId, other, overtaken } = await setUp(surface);
      await overtaken(
        () => as.act('UpdateAlias', { keyId: other, aliasName: 'alias/own' }),
        () => as.act('CreateKeyVersion', { keyId: 'alias/own' }),
      );
      const counts = await Promise.all([keyId, other].map((id) => as.listVersions(id)));
      expect(counts.map(({ length }) => length)).toEqual([1, 2]);
    });

    it('moves an alias from where it was moved meanwhile, and finds one that was deleted missing', async () => {
      const { kms, as, keyId, other, overtaken } = await setUp(surface);
      const { keyId: third } = await as.createKey();
      const move = (to: string) => as.act('UpdateAlias', { keyId: to, aliasName: 'alias/own' });
      await overtaken(
        () => move(other),
        () => move(third),
      );
      const keyOf = async () => (await as.describeKey('alias/own')).keyId;
      expect(await keyOf()).toBe(third);
      const where = { keyId: { in: [keyId, other] } };
      expect(await kms.store.db.keyWord.count({ where })).toBe(0); // its words went with it
      await overtaken(
        () => move(keyId),
        () => move(third),
      );
      expect(await keyOf()).toBe(third);
      const remove = (caller: Caller) => caller.act('DeleteAlias', { aliasName: 'alias/own' });
      expect(
        await refusalOf(
          overtaken(
            () => remove(as),
            () => move(other),
          ),
        ),
      ).toBe('Forbidden.AliasNotFound');
      expect(await as.listAliases()).toEqual([]);
    });
  },
);
