import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { ClientDisconnectedError, KmsError } from '#domain/errors.ts';
import { parseKeyReference } from '#domain/key-reference.ts';
import { updateKeyDescription } from '#operations/key/update-key-description.ts';
import { admit } from '#pipeline/admit.ts';
import type { Call } from '#pipeline/call.ts';
import { accountOperation, type KeyRule } from '#pipeline/operation.ts';
import { perform } from '#pipeline/perform.ts';
import { ConflictError, insertRow, type WriteSet } from '#store/commit/write-set.ts';
import { type FoundKey, TABLES } from '#store/tables.ts';
import { caller, refusalOf, SURFACES } from '../support/caller.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { rootOf } from '../support/identities.ts';
import { type Kms, sharedKms, startKms } from '../support/kms.ts';
import { keyRow } from '../support/rows.ts';
import { callV1 } from '../support/rpc-client.ts';
import { sealed } from '../support/sealed.ts';

/** A call whose commits can be watched and hindered. */
async function callWith(
  commit: (writes: WriteSet, kms: Kms) => Promise<void>,
): Promise<{ kms: Kms; call: Call; accountId: string }> {
  const kms = await sharedKms();
  const { accountId, id } = await kms.addAccount();
  const services = { ...kms.services, commit: (writes: WriteSet) => commit(writes, kms) };
  const principal = rootOf(accountId, id);
  return {
    kms,
    accountId,
    call: {
      requestId: 'r',
      surface: 'rpc',
      principal,
      services,
      performed: [],
      countedIn: new Set(),
    },
  };
}

const output = z.object({ answer: z.string() });
const write = (handler: () => { answer: string; secret?: string }) =>
  accountOperation({
    name: 'TestWrite',
    summary: '',
    effect: 'write',
    input: z.strictObject({}),
    output,
    handler,
  });

describe('perform', () => {
  it('answers only what the operation declares', async () => {
    const { call } = await callWith((writes, kms) => kms.store.commit(writes));
    expect(
      await perform(
        write(() => ({ answer: 'yes', secret: 'no' })),
        call,
        {},
      ),
    ).toEqual({ answer: 'yes', key: undefined });
  });

  it('answers nothing without its audit row', async () => {
    const { call } = await callWith(() =>
      Promise.reject(new KmsError('ServiceUnavailableTemporary', 'down')),
    );
    await expect(
      perform(
        write(() => ({ answer: 'yes' })),
        call,
        {},
      ),
    ).rejects.toMatchObject({ code: 'ServiceUnavailableTemporary' });
  });

  it('tells no refusal that cannot be recorded', async () => {
    const { call } = await callWith(() =>
      Promise.reject(new KmsError('ServiceUnavailableTemporary', 'down')),
    );
    const denied = { ...call, principal: { ...call.principal, denied: true } as const };
    await expect(
      perform(
        write(() => ({ answer: 'yes' })),
        denied,
        {},
      ),
    ).rejects.toMatchObject({ code: 'ServiceUnavailableTemporary' });
  });

  it('tries again when the row has moved on, ten times at most', async () => {
    for (const [races, outcome] of [
      [9, 'Done'],
      [10, 'ServiceUnavailableTemporary'],
    ] as const) {
      let handled = 0;
      let commits = 0;
      const { call } = await callWith((writes, kms) =>
        ++commits <= races ? Promise.reject(new ConflictError()) : kms.store.commit(writes),
      );
      const performed = perform(
        write(() => {
          handled += 1;
          return { answer: 'yes' };
        }),
        call,
        {},
      );
      expect(
        await performed.then(
          () => 'Done',
          (error: KmsError) => error.code,
        ),
      ).toBe(outcome);
      expect(handled).toBe(10);
    }
  });

  it('carries out all of eight changes of one key that began together', async () => {
    const { kms, call, accountId } = await callWith((writes, { store }) => store.commit(writes));
    const key = sealed(kms, keyRow(accountId));
    await kms.store.commit([insertRow(TABLES.key, key)]);
    const texts = Array.from({ length: 8 }, (_, index) => `text ${index}`);
    await Promise.all(
      texts.map((description) =>
        perform(updateKeyDescription, call, {
          keyId: parseKeyReference(key.id),
          description,
        }),
      ),
    );
    expect((await kms.store.db.key.findUnique({ where: { id: key.id } }))?.revision).toBe(
      key.revision + 8,
    );
  });

  it('writes nothing for a caller who has gone while the handler ran', async () => {
    const { kms, call, accountId } = await callWith((writes, { store }) => store.commit(writes));
    const client = new AbortController();
    const slow = write(() => {
      client.abort(new ClientDisconnectedError());
      return { answer: 'to nobody' };
    });
    await expect(perform(slow, { ...call, signal: client.signal }, {})).rejects.toThrow(
      ClientDisconnectedError,
    );
    expect(await kms.store.db.auditEvent.count({ where: { accountId } })).toBe(0);
  });

  it('records a bug as such, and lets it through to be masked', async () => {
    const { kms, call, accountId } = await callWith((writes, { store }) => store.commit(writes));
    const buggy = write(() => {
      throw new TypeError('a bug');
    });
    await expect(perform(buggy, call, {})).rejects.toThrow(TypeError);
    expect(await kms.store.db.auditEvent.findMany({ where: { accountId } })).toMatchObject([
      { operation: 'TestWrite', outcome: 'InternalFailure' },
    ]);
  });
});

describe('A bug', () => {
  const SECRET = 'a-plaintext';

  it.each([
    ['its message', new TypeError(`cannot read ${SECRET}`)],
    ['a message that looks like a stack', new Error(`cannot read\n    at ${SECRET} (of a caller)`)],
    ['its cause', new Error('cannot read', { cause: new Error(SECRET) })],
    ['what was thrown in place of an error', SECRET],
  ])('is masked on both surfaces, with a request id, and logged without %s', async (_name, bug) => {
    const lines: string[] = [];
    await using kms = await startKms({ log: (line) => lines.push(line) });
    const account = await kms.addAccount();
    const { keyId } = await caller('rpc', kms, account).createKey();
    vi.spyOn(kms.services.materials, 'use').mockRejectedValue(bug);

    const query = `mutation { encrypt(input: { keyId: "${keyId}", plaintext: "eA==" }) { ciphertextBlob } }`;
    const graphql = await postGraphql(kms, account, { query });
    expect(graphql.errors).toMatchObject([
      {
        message: expect.stringMatching(/^Internal Failure/),
        extensions: { code: 'InternalFailure' },
      },
    ]);
    const rpc = await callV1(kms, account, 'Encrypt', { KeyId: keyId, Plaintext: 'eA==' });
    expect([rpc.status, rpc.json.Code]).toEqual([500, 'InternalFailure']);

    const bugs = lines.filter((line) => line.includes('"msg":"bug"'));
    expect(bugs.map((line) => (JSON.parse(line) as { requestId: string }).requestId)).toEqual([
      graphql.errors?.[0]?.extensions.requestId,
      rpc.json.RequestId,
    ]);
    for (const text of [JSON.stringify(graphql), rpc.text, ...lines])
      expect(text).not.toContain(SECRET);
  });
});

describe('admit', () => {
  const row = (overrides: Partial<FoundKey>) =>
    ({
      id: 'k',
      state: 'Enabled',
      usage: 'ENCRYPT/DECRYPT',
      spec: 'Aliyun_AES_256',
      ...overrides,
    }) as FoundKey;
  const codeOf = (rule: KeyRule, reference: string, located: FoundKey | null): string => {
    try {
      admit(rule, parseKeyReference(reference), located, {
        accountId: '1',
        region: 'cn-hangzhou',
        now: new Date(),
      });
      return 'ok';
    } catch (error) {
      return (error as KmsError).code;
    }
  };
  const rule: KeyRule = { accepts: ['id'], states: ['Enabled'] };

  it.each([
    ['an enabled key', rule, row({}), 'ok'],
    ['a disabled key', rule, row({ state: 'Disabled' }), 'Rejected.Disabled'],
    ['a key pending deletion', rule, row({ state: 'PendingDeletion' }), 'Rejected.PendingDeletion'],
    ['a key pending import', rule, row({ state: 'PendingImport' }), 'Rejected.PendingImport'],
    [
      'a transition from the wrong state',
      { ...rule, refusal: 'transition' },
      row({ state: 'Disabled' }),
      'Rejected.StateModifiedFailed',
    ],
    [
      'a key pair where a symmetric key is required',
      { ...rule, kind: 'symmetric' },
      row({ spec: 'RSA_2048' }),
      'Rejected.UnsupportedOperation',
    ],
    [
      'a symmetric key where a key pair is required',
      { ...rule, kind: 'asymmetric' },
      row({}),
      'Rejected.UnsupportedOperation',
    ],
    [
      'a transition that an enabled key cannot make',
      { accepts: ['id'], states: ['PendingDeletion'], refusal: 'transition' },
      row({}),
      'Rejected.StateModifiedFailed',
    ],
    ['another usage', { ...rule, usage: 'SIGN/VERIFY' }, row({}), 'Rejected.UnsupportedOperation'],
    ['a missing key', rule, null, 'Forbidden.KeyNotFound'],
  ] as [string, KeyRule, FoundKey | null, string][])(
    'answers %s',
    (_name, given, located, code) => {
      expect(codeOf(given, 'k', located)).toBe(code);
    },
  );

  it('looks at the kind of reference before it looks for the key', () => {
    expect(codeOf(rule, 'alias/a', null)).toBe('Unsupported.Alias');
    expect(codeOf({ accepts: ['id', 'alias'] }, 'alias/a', null)).toBe('Forbidden.AliasNotFound');
    expect(codeOf(rule, 'acs:kms:cn-hangzhou:1:key/k', row({}))).toBe('Forbidden.KeyNotFound');
    expect(codeOf({ accepts: ['id', 'arn'] }, 'acs:kms:cn-hangzhou:1:alias/a', row({}))).toBe(
      'Unsupported.Alias',
    );
    expect(codeOf({ accepts: ['id', 'alias'] }, 'acs:kms:cn-hangzhou:1:alias/a', row({}))).toBe(
      'Forbidden.KeyNotFound',
    );
    expect(codeOf({ accepts: ['id', 'alias', 'arn'] }, 'acs:kms:cn-hangzhou:1:alias/a', null)).toBe(
      'Forbidden.AliasNotFound',
    );
    expect(codeOf({ accepts: ['id', 'alias', 'arn'] }, 'acs:kms:cn-hangzhou:2:alias/a', null)).toBe(
      'Forbidden.KeyNotFound',
    );
  });
});

describe.each(SURFACES)('Filters by %s', (surface) => {
  it('have at most 10 values each, and by RPC at least one', async () => {
    const kms = await sharedKms();
    const as = caller(surface, kms, await kms.addAccount());
    // In GraphQL an empty list matches nothing.
    for (const count of surface === 'rpc' ? [0, 11, 1_000] : [11, 1_000])
      expect([
        count,
        await refusalOf(as.listKeyIds({ KeyState: Array(count).fill('Enabled') })),
      ]).toEqual([count, 'InvalidParameter']);
    expect((await as.listKeyIds({ KeyState: Array(10).fill('Enabled') })).totalCount).toBe(0);
  });
});
