import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { type Credential, type Kms, startKms } from '../support/kms.ts';
import { callV1, commonV1, signV1 } from '../support/rpc-client.ts';

/**
 * Sends the head of a correctly signed request, and waits until the server has checked it.
 * @returns a function that sends the body, and returns the code of the answer
 */
async function sendHead(
  { port, deployment: { accessKeys } }: Pick<Kms, 'port' | 'deployment'>,
  account: Credential,
  now?: Date,
): Promise<() => Promise<string>> {
  const body = 'KeyUsage=ENCRYPT%2FDECRYPT';
  const params = signV1(
    'POST',
    { ...commonV1(account, 'CreateKey', now), KeyUsage: 'ENCRYPT/DECRYPT' },
    account.secret,
  );
  const { KeyUsage: _inBody, ...inQuery } = params;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const { misses } = accessKeys.stats();
  socket.write(
    `POST /?${new URLSearchParams(inQuery)} HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n`,
  );
  // The access key is looked up after the time of the head was checked.
  await vi.waitUntil(() => accessKeys.stats().misses > misses, { timeout: 30_000 });
  return async () => {
    socket.write(body);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return /"Code":"([^"]+)"/.exec(answer.toString())?.[1] ?? answer.toString().slice(0, 15);
  };
}

describe('A request whose body arrives late', () => {
  it('is answered while its time is valid', async () => {
    await using kms = await startKms();
    const sendBody = await sendHead(kms, await kms.addAccount());
    expect(await sendBody()).toBe('HTTP/1.1 200 OK');
  });

  // Nonces are stored only as long as the time is checked, so a later use could be a replay.
  it('is refused once its time has expired', async () => {
    let now = new Date('2026-12-01T00:00:00Z');
    await using kms = await startKms({ clock: () => now });
    const sendBody = await sendHead(kms, await kms.addAccount(), now);
    now = new Date('2026-12-01T00:16:00Z');
    expect(await sendBody()).toBe('InvalidTimeStamp.Expired');
  });

  it('is refused once too many attempts on its access key have failed', async () => {
    await using kms = await startKms();
    const account = await kms.addAccount();
    const sendBody = await sendHead(kms, account);
    for (let attempt = 1; attempt <= 11; attempt += 1)
      await callV1(kms, { ...account, secret: 'wrong' }, 'ListKeys');
    expect(await sendBody()).toBe('Throttling.User');
  });
});
