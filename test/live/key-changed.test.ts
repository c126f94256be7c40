import { describe, expect, it } from 'vitest';
import { destroyKeys } from '#jobs/destroy-keys.ts';
import { rotateKeys } from '#jobs/rotate-keys.ts';
import { caller, SURFACES } from '../support/caller.ts';
import { readDatabase } from '../support/database.ts';
import { sharedKms, startKms } from '../support/kms.ts';
import { basicOf, KEY_CHANGED, subscribe } from '../support/live.ts';

async function subscribed(variables = {}) {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const stream = await subscribe(kms, basicOf(account), KEY_CHANGED, variables);
  return { kms, account, stream, root: caller('graphql', kms, account) };
}

describe('keyChanged', () => {
  it.each(SURFACES)('shows each change that is made by %s, in order', async (surface) => {
    const { kms, account, stream } = await subscribed();
    await using _ = stream;
    const as = caller(surface, kms, account);
    const { keyId } = await as.createKey();
    await as.act('DisableKey', { keyId });
    await as.updateKeyDescription(keyId, 'new');
    await as.encrypt((await as.createKey()).keyId, Buffer.from('no change of a key'));
    await as.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    const changes = await stream.changes(5);
    expect(changes.map(({ operation }) => operation)).toEqual([
      'CreateKey',
      'DisableKey',
      'UpdateKeyDescription',
      'CreateKey',
      'ScheduleKeyDeletion',
    ]);
    expect(changes[4]).toMatchObject({
      keyId,
      key: { keyId, keyState: 'PendingDeletion', description: 'new' },
    });
  });

  it('has the headers of a stream', async () => {
    const { stream } = await subscribed();
    await using _ = stream;
    const { status, headers } = stream.response;
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/event-stream');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-accel-buffering')).toBe('no');
    expect(headers.get('content-length')).toBeNull();
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('shows both keys of an alias that moves, and each key that is tagged', async () => {
    const { root, stream } = await subscribed();
    await using _ = stream;
    const [one, other] = [(await root.createKey()).keyId, (await root.createKey()).keyId];
    const aliasName = `alias/live-${one}`;
    await root.act('CreateAlias', { keyId: one, aliasName });
    await root.act('UpdateAlias', { keyId: other, aliasName });
    await root.act('DeleteAlias', { aliasName });
    await root.act('TagResources', {
      keyIds: [one, other],
      tags: [{ tagKey: 'a', tagValue: 'b' }],
    });
    const changes = (await stream.changes(8)).slice(2);
    expect(changes.map(({ operation, keyId }) => [operation, keyId])).toEqual([
      ['CreateAlias', one],
      ['UpdateAlias', other],
      ['UpdateAlias', one],
      ['DeleteAlias', other],
      ['TagResources', one],
      ['TagResources', other],
    ]);
    expect(changes.at(-1)?.key).toMatchObject({ tags: [{ tagKey: 'a' }] });
    expect(new Set(changes.map(({ cursor }) => cursor)).size).toBe(6);
  });

  it('shows what jobs do, and a destroyed key as null', async () => {
    let now = new Date('2026-12-01T00:00:00Z');
    await using kms = await startKms({ clock: () => now });
    const account = await kms.addAccount();
    const root = caller('graphql', kms, account);
    await using stream = await subscribe(kms, basicOf(account), KEY_CHANGED);
    const rotated = await root.createKey({
      enableAutomaticRotation: true,
      rotationInterval: '7d',
    });
    const { keyId } = await root.createKey();
    await root.act('ScheduleKeyDeletion', { keyId, pendingWindowInDays: 7 });
    now = new Date('2026-12-09T00:00:00Z');
    await rotateKeys(kms.store, kms.services, now);
    await destroyKeys(kms.store, kms.services.materials, now);
    const changes = (await stream.changes(5)).slice(3);
    expect(changes).toMatchObject([
      { operation: 'RotateKey', keyId: rotated.keyId, key: { keyState: 'Enabled' } },
      { operation: 'DestroyKey', keyId, key: null },
    ]);
  });

  it('shows only keys that match the filter as they are then, and those that are destroyed', async () => {
    const { root, stream } = await subscribed({
      filter: { keyState: ['Disabled'], search: 'wanted' },
    });
    await using _ = stream;
    const other = await root.createKey({ description: 'other' });
    const { keyId } = await root.createKey({ description: 'wanted' });
    for (const id of [other.keyId, keyId]) await root.act('DisableKey', { keyId: id });
    // Of which change depends on when the key is read.
    expect(await stream.change()).toMatchObject({ keyId, key: { keyState: 'Disabled' } });
  });

  it('refuses a filter by tags to a caller who must not list them, and a filter that is not valid', async () => {
    const kms = await sharedKms();
    const user = await kms.addAccount({ allowedActions: ['kms:ListKeys', 'kms:DescribeKey'] });
    const begin = (filter: object) => subscribe(kms, basicOf(user), KEY_CHANGED, { filter });
    await using byTag = await begin({ tags: [{ tagKey: 'secret' }] });
    expect(await byTag.end()).toBe('Forbidden.NoPermission');
    await using empty = await begin({ search: '' });
    expect(await empty.end()).toBe('InvalidParameter');
  });

  it('shows nothing of another account', async () => {
    const { kms, root, stream } = await subscribed();
    await using _ = stream;
    const stranger = caller('graphql', kms, await kms.addAccount());
    await stranger.createKey();
    const { keyId } = await root.createKey();
    expect(await stream.change()).toMatchObject({ operation: 'CreateKey', keyId });
  });

  it('counts as one read when it begins, and as none for its events', async () => {
    await using kms = await startKms({
      settings: { KEYWRIGHT_QUOTAS: 'reads=1', KEYWRIGHT_AUDIT_READS: 'true' },
      quotaClock: () => 0,
    });
    const account = await kms.addAccount();
    const root = caller('graphql', kms, account);
    await using stream = await subscribe(kms, basicOf(account), KEY_CHANGED);
    for (let count = 0; count < 3; count += 1) await root.createKey();
    expect((await stream.changes(3)).every(({ key }) => key)).toBe(true);
    await using second = await subscribe(kms, basicOf(account), KEY_CHANGED);
    expect(await second.end()).toBe('Rejected.Throttling');
    const rows = await readDatabase<{ operation: string }>(
      kms.dataDir,
      `SELECT "operation" FROM "AuditEvent" WHERE "accountId" = '${account.accountId}' ORDER BY "id"`,
    );
    expect(rows.map(({ operation }) => operation)).toEqual([
      'ListKeys',
      'CreateKey',
      'CreateKey',
      'CreateKey',
    ]);
  });
});
