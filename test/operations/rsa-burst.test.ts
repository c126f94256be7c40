import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type Caller, caller, outcomeOf, SURFACES } from '../support/caller.ts';
import { type Credential, type Kms, startKms } from '../support/kms.ts';
import { commonV1, signV1 } from '../support/rpc-client.ts';

/** Of one principal one is made, and 16 wait (keyring/rsa-keys.ts). */
const MOST = 17;

/** Asks over a connection of its own. @returns how to hang up */
async function askAndHold(
  { url }: Kms,
  credential: Credential,
  action: string,
  input: Readonly<Record<string, string>>,
): Promise<() => Promise<unknown>> {
  const { port, hostname, host } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const params = signV1('GET', { ...commonV1(credential, action), ...input }, credential.secret);
  socket.write(`GET /?${new URLSearchParams(params)} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
  return () => {
    socket.destroy();
    return once(socket, 'close');
  };
}

/**
 * So many who each want an RSA key at once. `order` gets `burst` for each that is served. @returns their outcomes, and a
 * promise of the first refusal: by then the queue of the principal is full
 */
function burstOf(as: Caller, size: number, order: string[]) {
  const refused = Promise.withResolvers<void>();
  const outcomes = Array.from({ length: size }, () =>
    outcomeOf(as.createKey({ keySpec: 'RSA_2048' })).then((outcome) => {
      if (outcome === 'ok') order.push('burst');
      else refused.resolve();
      return outcome;
    }),
  );
  return { outcomes: Promise.all(outcomes), refused: refused.promise };
}

/** @returns a function that gets the parameters for an import */
async function importer(as: Caller) {
  const { keyId } = await as.createKey({ origin: 'EXTERNAL' });
  return () =>
    as.act('GetParametersForImport', {
      keyId,
      wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
      wrappingKeySpec: 'RSA_2048',
    });
}

describe.each(SURFACES)('A burst of RSA keys by %s', (surface) => {
  it('is made as far as the queue goes, the rest told to come again, and others are served meanwhile', async () => {
    await using kms = await startKms();
    const as = caller(surface, kms, await kms.addAccount());
    const order: string[] = [];
    const { outcomes } = burstOf(as, 2 * MOST, order);
    const { keyId } = await as.createKey();
    await as.encrypt(keyId, Buffer.from('x'));
    expect(order.length).toBeLessThan(MOST);
    expect(new Set(await outcomes)).toEqual(new Set(['ok', 'Rejected.Throttling']));
    // A few more than fit at once, if some were made before the last of them came.
    expect(order.length).toBeGreaterThanOrEqual(MOST);
    expect((await as.listKeyIds()).totalCount).toBe(order.length + 1);
  });

  it('is throttled for its principal only: another access key of the account and another account get theirs meanwhile', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const other = caller(surface, kms, await kms.addAccount({ accountId: account.accountId }));
    const parametersForOther = await importer(caller(surface, kms, await kms.addAccount()));
    const order: string[] = [];
    const { outcomes, refused } = burstOf(caller(surface, kms, account), 52, order);
    await refused;
    await Promise.all([
      other.createKey({ keySpec: 'RSA_2048' }).then(() => order.push('key')),
      parametersForOther().then(() => order.push('parameters')),
    ]);
    expect(new Set(await outcomes)).toEqual(new Set(['ok', 'Rejected.Throttling']));
    expect(order.at(-1)).toBe('burst');
  });

  it('leaves its principal the wrapping keys that are ready', async () => {
    await using kms = await startKms();
    const as = caller(surface, kms, await kms.addAccount());
    const parameters = await importer(as);
    await parameters();
    await as.createKey({ keySpec: 'RSA_3072' }); // made after the wrapping key that was begun meanwhile
    const order: string[] = [];
    const { outcomes, refused } = burstOf(as, 2 * MOST, order);
    await refused;
    await parameters().then(() => order.push('parameters'));
    await outcomes;
    expect(order.at(-1)).toBe('burst');
  });
});

describe('A client that hangs up', () => {
  it('leaves no key, be it waited for or being made', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const as = caller('rpc', kms, account);
    const hangUps = [];
    for (const KeySpec of ['RSA_4096', 'RSA_4096'])
      hangUps.push(await askAndHold(kms, account, 'CreateKey', { KeySpec }));
    await as.regions(); // answered after both have been read
    await Promise.all(hangUps.map((hangUp) => hangUp()));
    const { keyId } = await as.createKey({ keySpec: 'RSA_2048' }); // made after them, if they had been made
    expect((await as.listKeyIds()).keyIds).toEqual([keyId]);
    expect(
      await kms.store.db.auditEvent.count({
        where: { accountId: account.accountId, operation: 'CreateKey' },
      }),
    ).toBe(1);
  });

  it('leaves its place to others, also who wanted a wrapping key', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const as = caller('rpc', kms, account);
    const { keyId: KeyId } = await as.createKey({ origin: 'EXTERNAL' });
    const first = await askAndHold(kms, account, 'CreateKey', { KeySpec: 'RSA_4096' });
    const input = { KeyId, WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' };
    const hangUps = [];
    for (let waiting = 1; waiting < MOST; waiting += 1)
      hangUps.push(await askAndHold(kms, account, 'GetParametersForImport', input));
    await as.regions(); // answered after all have been read
    await Promise.all(hangUps.map((hangUp) => hangUp()));
    await as.createKey({ keySpec: 'RSA_2048' });
    await first();
  });
});
