import { describe, expect, it } from 'vitest';
import { addAuditRows, auditRows } from '../support/audit-rows.ts';
import { caller } from '../support/caller.ts';
import { writeDatabase } from '../support/database.ts';
import { type Credential, type Kms, sharedKms, startKms } from '../support/kms.ts';
import {
  AUDIT_EVENT_ADDED,
  basicOf,
  KEY_CHANGED,
  type LiveChange,
  subscribe,
} from '../support/live.ts';

/** The changes that follow a cursor. */
async function following(
  kms: Kms,
  account: Credential,
  after: string,
  count: number,
): Promise<LiveChange[]> {
  await using stream = await subscribe(kms, basicOf(account), KEY_CHANGED, { after });
  return await stream.changes(count);
}

const idsOf = (changes: readonly LiveChange[]) =>
  changes.map(({ operation, keyId, cursor }) => [operation, keyId, cursor]);

describe('A subscription that resumes from a cursor', () => {
  it('has no gap and repeats nothing, from each event on, also from one of several of a row', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const root = caller('graphql', kms, account);
    await using stream = await subscribe(kms, basicOf(account), KEY_CHANGED);
    const keyIds = [(await root.createKey()).keyId, (await root.createKey()).keyId];
    const tags = [{ tagKey: 'a', tagValue: 'b' }];
    await Promise.all(keyIds.map((keyId) => root.updateKeyDescription(keyId, 'at once')));
    await root.act('TagResources', { keyIds, tags });
    await root.act('UntagResources', { keyIds, all: true });
    const all = await stream.changes(8);
    for (const [index, { cursor }] of all.slice(0, -1).entries())
      expect(idsOf(await following(kms, account, cursor, 7 - index))).toEqual(
        idsOf(all.slice(index + 1)),
      );
  });

  it('gets what was committed while nobody followed, and then what follows', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const root = caller('rpc', kms, account);
    let cursor: string;
    {
      await using stream = await subscribe(kms, basicOf(account), KEY_CHANGED);
      await root.createKey();
      ({ cursor } = await stream.change());
    }
    const { keyId } = await root.createKey();
    // More than one part of the log.
    await addAuditRows(kms, auditRows(account.accountId, Date.now(), 2_500));
    await root.act('DisableKey', { keyId });
    await using stream = await subscribe(kms, basicOf(account), KEY_CHANGED, { after: cursor });
    expect(await stream.changes(2)).toMatchObject([
      { operation: 'CreateKey', keyId },
      { operation: 'DisableKey', keyId },
    ]);
    await root.act('EnableKey', { keyId });
    expect(await stream.change()).toMatchObject({ operation: 'EnableKey', keyId });
  });

  it('gets more events than may wait for a client that does not read', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    let cursor: string;
    {
      await using stream = await subscribe(kms, basicOf(account), AUDIT_EVENT_ADDED);
      await caller('rpc', kms, account).createKey();
      ({ cursor } = await stream.change());
    }
    const rows = auditRows(account.accountId, Date.now(), 1_900);
    await addAuditRows(kms, rows);
    await using stream = await subscribe(kms, basicOf(account), AUDIT_EVENT_ADDED, {
      after: cursor,
    });
    const changes = await stream.changes(rows.length);
    expect(changes.map(({ event }) => event.eventId).toSorted()).toEqual(rows.map(({ id }) => id));
  });

  it.each([
    ['was forged', 'live'],
    [
      'names no row',
      Buffer.from('live:01999999-0000-7000-8000-000000000000.0').toString('base64url'),
    ],
    ['is longer than any', 'x'.repeat(100_000)],
  ])('is refused if the cursor %s', async (_name, after) => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    for (const document of [KEY_CHANGED, AUDIT_EVENT_ADDED]) {
      await using stream = await subscribe(kms, basicOf(account), document, { after });
      const { errors } = await stream.next();
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'InvalidParameter', field: 'after' });
      expect(await stream.end()).toBeUndefined();
    }
  });

  it('is refused if the row of the cursor is gone, or belongs to another account', async () => {
    await using kms = await startKms();
    const [account, other] = [await kms.addAccount(), await kms.addAccount()];
    await using stream = await subscribe(kms, basicOf(account), KEY_CHANGED);
    await caller('rpc', kms, account).createKey();
    const { cursor } = await stream.change();
    const resume = async (as: Credential) => {
      await using resumed = await subscribe(kms, basicOf(as), KEY_CHANGED, { after: cursor });
      return await resumed.end();
    };
    expect(await resume(other)).toBe('InvalidParameter');
    await writeDatabase(
      kms.dataDir,
      `DELETE FROM "AuditEvent" WHERE "accountId" = '${account.accountId}'`,
    );
    expect(await resume(account)).toBe('InvalidParameter');
  });
});
