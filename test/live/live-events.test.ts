import { describe, expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { sharedKms } from '../support/kms.ts';
import { basicOf, KEY_CHANGED, LIVE_EVENTS, type LiveChange, subscribe } from '../support/live.ts';
import { documentOf, liveUser } from '../support/live-user.ts';

/** What an event is, and the filters that it matches. */
const shortOf = ({ keyChange, auditEvent, filters }: LiveChange) => [
  keyChange ? 'key' : 'audit',
  (keyChange ?? auditEvent)?.operation,
  ...filters,
];

const cursorsOf = (events: readonly LiveChange[]) => events.map(({ cursor }) => cursor);

async function newRoot() {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  return { kms, account, headers: basicOf(account), root: caller('graphql', kms, account) };
}

describe('liveEvents', () => {
  it('shows changes of keys and audit events of all filters over one stream, each once, in their order', async () => {
    const { kms, headers, root } = await newRoot();
    await using stream = await subscribe(kms, headers, LIVE_EVENTS, {
      keyChanges: [{ origin: ['EXTERNAL'] }, {}, { origin: ['Aliyun_KMS'] }],
      auditEvents: [{ operation: 'Encrypt' }, {}, { outcome: 'Failed' }],
    });
    const { keyId } = await root.createKey();
    await root.encrypt(keyId, Buffer.from('x'));
    await root.act('DisableKey', { keyId });
    await root.encrypt(keyId, Buffer.from('x')).catch(() => {});
    const events = await stream.changes(6);
    expect(events.map(shortOf)).toEqual([
      ['key', 'CreateKey', 1, 2],
      ['audit', 'CreateKey', 1],
      ['audit', 'Encrypt', 0, 1],
      ['key', 'DisableKey', 1, 2],
      ['audit', 'DisableKey', 1],
      ['audit', 'Encrypt', 0, 1, 2],
    ]);
    expect(events[3]?.keyChange).toMatchObject({ keyId, key: { keyState: 'Disabled' } });
    expect(events.map(({ keyChange, auditEvent }) => !keyChange === !auditEvent)).not.toContain(
      true,
    );
  });

  it('resumes from each event without a gap and without repetition, also with other filters', async () => {
    const { kms, headers, root } = await newRoot();
    const both = { keyChanges: [{}], auditEvents: [{}] };
    await using stream = await subscribe(kms, headers, LIVE_EVENTS, both);
    const keyIds = [(await root.createKey()).keyId, (await root.createKey()).keyId];
    await root.act('TagResources', { keyIds, tags: [{ tagKey: 'a', tagValue: 'b' }] });
    const all = await stream.changes(7);
    for (const [index, { cursor: after }] of all.slice(0, -1).entries()) {
      const later = all.slice(index + 1);
      await using again = await subscribe(kms, headers, LIVE_EVENTS, { ...both, after });
      expect(cursorsOf(await again.changes(later.length))).toEqual(cursorsOf(later));
      const audit = later.filter(({ auditEvent }) => auditEvent);
      await using fewer = await subscribe(kms, headers, LIVE_EVENTS, { auditEvents: [{}], after });
      expect(cursorsOf(await fewer.changes(audit.length))).toEqual(cursorsOf(audit));
    }
  });

  it('leaves out what the caller may not see any more, and ends when that is all of it', async () => {
    const { kms, root, user, names } = await liveUser();
    await using stream = await subscribe(kms, basicOf(user), LIVE_EVENTS, {
      keyChanges: [{}],
      auditEvents: [{}],
    });
    const { keyId } = await root.createKey();
    expect((await stream.changes(2)).map(shortOf)).toEqual([
      ['key', 'CreateKey', 0],
      ['audit', 'CreateKey', 0],
    ]);
    const policyName = `deny-${names.policyName}`;
    const policyDocument = documentOf({
      Effect: 'Deny',
      Action: 'kms:ListAuditEvents',
      Resource: '*',
    });
    await root.act('CreatePolicy', { policyName, policyDocument });
    const denied = { policyType: 'Custom', policyName, userName: names.userName };
    await root.act('AttachPolicyToUser', denied);
    await root.act('DisableKey', { keyId });
    let [event] = await stream.changes(1);
    // Events of the time before the Deny may come first.
    while (event?.auditEvent && event.auditEvent.operation !== 'DisableKey')
      [event] = await stream.changes(1);
    expect(event && shortOf(event)).toEqual(['key', 'DisableKey', 0]);

    await using begunLater = await subscribe(kms, basicOf(user), LIVE_EVENTS, {
      keyChanges: [{}],
      auditEvents: [{}],
    });
    await root.act('EnableKey', { keyId });
    for (const one of [stream, begunLater])
      expect(shortOf(await one.change())).toEqual(['key', 'EnableKey', 0]);

    await root.act('DetachPolicyFromUser', { policyType: 'Custom', ...names });
    for (const one of [stream, begunLater]) expect(await one.end()).toBe('Forbidden.NoPermission');
  });

  it.each([
    ['no filter', {}],
    ['only empty lists', { keyChanges: [], auditEvents: [] }],
    ['too many filters', { keyChanges: [{}], auditEvents: Array.from({ length: 50 }, () => ({})) }],
  ])('refuses %s', async (_name, variables) => {
    const { kms, headers } = await newRoot();
    await using stream = await subscribe(kms, headers, LIVE_EVENTS, variables);
    expect(await stream.end()).toBe('InvalidParameter');
  });

  it.each([
    ['a filter', { keyChanges: [{ search: '' }] }],
    ['a cursor', { auditEvents: [{}], after: 'bGl2ZTo' }],
  ])('refuses %s as the other subscriptions do', async (_name, variables) => {
    const { kms, headers } = await newRoot();
    await using stream = await subscribe(kms, headers, LIVE_EVENTS, variables);
    expect(await stream.end()).toBe('InvalidParameter');
  });

  it('is refused to a caller who may see none of it', async () => {
    const { kms, account } = await newRoot();
    const allowedActions = ['kms:Encrypt'];
    const user = await kms.addAccount({ accountId: account.accountId, allowedActions });
    const variables = { keyChanges: [{}], auditEvents: [{}] };
    await using stream = await subscribe(kms, basicOf(user), LIVE_EVENTS, variables);
    expect(await stream.end()).toBe('Forbidden.NoPermission');
    await using changes = await subscribe(kms, basicOf(user), KEY_CHANGED);
    expect(await changes.end()).toBe('Forbidden.NoPermission');
  });
});
