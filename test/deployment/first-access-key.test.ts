import { describe, expect, it } from 'vitest';
import { ConfigError } from '#config/config-error.ts';
import { caller, outcomeOf } from '../support/caller.ts';
import { addUser, allowing, setEnabled } from '../support/identities.ts';
import { type Kms, makeDataDir, startKms } from '../support/kms.ts';

const [FIRST, SECOND] = ['the-secret-of-the-first', 'the-secret-of-the-second'];

/** A data folder, and servers on it that start one after the other with other settings. */
function oneFolder() {
  const dataDir = makeDataDir();
  /** Calls `use` with a server that has this access key in its settings. @returns the warnings of its start */
  return async (
    id: string,
    secret: string,
    use: (kms: Kms, outcome: (id: string, secret: string) => Promise<string>) => unknown = () => {},
    replace?: boolean,
  ): Promise<{ accessKeyId?: string }[]> => {
    const warnings: { level: number; accessKeyId?: string }[] = [];
    await using kms = await startKms({
      dataDir,
      settings: {
        KEYWRIGHT_ACCESS_KEY_ID: id,
        KEYWRIGHT_ACCESS_KEY_SECRET: secret,
        ...(replace && { KEYWRIGHT_ACCESS_KEY_REPLACE: 'true' }),
      },
      log: (line) => void warnings.push(JSON.parse(line) as (typeof warnings)[number]),
    });
    const { accountId } = kms.deployment;
    await use(kms, (id, secret) =>
      outcomeOf(caller('rpc', kms, { accountId, id, secret }).createKey()),
    );
    return warnings.filter(({ level, accessKeyId }) => level === 40 && accessKeyId !== undefined);
  };
}

describe('An access key of the settings', () => {
  it('that replaces another one leaves the earlier one active, and the log names it', async () => {
    const withKey = oneFolder();
    expect(await withKey('first', FIRST)).toEqual([]);
    const warnings = await withKey('second', SECOND, async (_kms, outcome) => {
      expect(await outcome('first', FIRST)).toBe('ok');
      expect(await outcome('second', SECOND)).toBe('ok');
    });
    expect(warnings).toMatchObject([
      { accessKeyId: 'first', msg: expect.stringContaining('KEYWRIGHT_ACCESS_KEY_REPLACE') },
    ]);
    const disabled = await withKey('second', SECOND, (kms) => setEnabled(kms, 'first', false));
    expect(disabled).toHaveLength(1); // it was active at the start
    expect(await withKey('second', SECOND)).toEqual([]);
  });

  it('deletes the earlier ones with KEYWRIGHT_ACCESS_KEY_REPLACE, and no other access key', async () => {
    const withKey = oneFolder();
    let other = { id: '', secret: '' };
    await withKey('first', FIRST, async (kms) => {
      other = await kms.addAccount({ accountId: kms.deployment.accountId });
    });
    const check = async (_kms: Kms, outcome: (id: string, secret: string) => Promise<string>) => {
      expect(await outcome('first', FIRST)).toBe('InvalidAccessKeyId.NotFound');
      expect(await outcome('second', SECOND)).toBe('ok');
      expect(await outcome(other.id, other.secret)).toBe('ok');
    };
    expect(await withKey('second', SECOND, check, true)).toEqual([]);
    expect(await withKey('second', SECOND, check)).toEqual([]);
  });

  it('has the secret of the database, or another one with KEYWRIGHT_ACCESS_KEY_REPLACE', async () => {
    const withKey = oneFolder();
    await withKey('first', FIRST);
    const refused = withKey('first', SECOND);
    await expect(refused).rejects.toThrow(ConfigError);
    await expect(refused).rejects.toThrow('KEYWRIGHT_ACCESS_KEY_REPLACE=true');
    await withKey('first', FIRST, async (_kms, outcome) => {
      expect(await outcome('first', FIRST)).toBe('ok');
    });
    const replaced = async (
      _kms: Kms,
      outcome: (id: string, secret: string) => Promise<string>,
    ) => {
      expect(await outcome('first', SECOND)).toBe('ok');
      expect(await outcome('first', FIRST)).toBe('SignatureDoesNotMatch');
    };
    await withKey('first', SECOND, replaced, true);
    await withKey('first', SECOND, replaced);
  });

  it('stays disabled when its secret is replaced', async () => {
    const withKey = oneFolder();
    await withKey('first', FIRST, (kms) => setEnabled(kms, 'first', false));
    const check = async (_kms: Kms, outcome: (id: string, secret: string) => Promise<string>) =>
      expect(await outcome('first', SECOND)).toBe('Forbidden.AccessKey');
    await withKey('first', SECOND, check, true);
  });

  it('is not that of a user, nor of another account, with or without a replacement', async () => {
    const withKey = oneFolder();
    const taken: string[] = [];
    await withKey('first', FIRST, async (kms) => {
      const { accountId } = kms.deployment;
      taken.push((await addUser(kms, accountId, allowing('kms:*'))).id);
      taken.push((await kms.addAccount()).id);
    });
    for (const id of taken)
      for (const replace of [false, true])
        await expect(withKey(id, SECOND, undefined, replace)).rejects.toThrow(
          'KEYWRIGHT_ACCESS_KEY_ID names the access key of a user or of another account',
        );
  });
});
