import { describe, expect, it } from 'vitest';
import { caller, refusalOf } from '../support/caller.ts';
import { sharedKms, startKms } from '../support/kms.ts';
import { AUDIT_EVENT_ADDED, basicOf, subscribe } from '../support/live.ts';

describe('auditEventAdded', () => {
  it('shows each event of the account, uses and refusals too, as auditEvents does', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const root = caller('rpc', kms, account);
    await using stream = await subscribe(kms, basicOf(account), AUDIT_EVENT_ADDED);
    const { keyId } = await root.createKey();
    await root.encrypt(keyId, Buffer.from('x'));
    await root.act('DisableKey', { keyId });
    expect(await refusalOf(root.encrypt(keyId, Buffer.from('x')))).toBe('Rejected.Disabled');
    await caller('rpc', kms, await kms.addAccount()).createKey();
    const events = (await stream.changes(4)).map(({ event }) => event);
    expect(events.map(({ operation, outcome }) => [operation, outcome])).toEqual([
      ['CreateKey', 'Done'],
      ['Encrypt', 'Done'],
      ['DisableKey', 'Done'],
      ['Encrypt', 'Rejected.Disabled'],
    ]);
  });

  it('shows only events that match the filter', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const root = caller('rpc', kms, account);
    const { keyId } = await root.createKey();
    const filter = { keyId, outcome: 'Failed', operation: 'Encrypt' };
    await using stream = await subscribe(kms, basicOf(account), AUDIT_EVENT_ADDED, { filter });
    await root.encrypt(keyId, Buffer.from('x'));
    await root.act('DisableKey', { keyId });
    await refusalOf(root.encrypt(keyId, Buffer.from('x')));
    expect((await stream.change()).event).toMatchObject({
      operation: 'Encrypt',
      outcome: 'Rejected.Disabled',
    });
  });

  it('shows its own beginning once, where reads are audited', async () => {
    await using kms = await startKms({ settings: { KEYWRIGHT_AUDIT_READS: 'true' } });
    const account = await kms.addAccount();
    await using stream = await subscribe(kms, basicOf(account), AUDIT_EVENT_ADDED);
    await caller('rpc', kms, account).createKey();
    const operations = (await stream.changes(2)).map(({ event }) => event.operation);
    expect(operations).toEqual(['ListAuditEvents', 'CreateKey']);
  });
});
