import { describe, expect, it } from 'vitest';
import { TestIssuer } from '../../support/openid/issuer.ts';
import { acceptingTokens, outcomeOf, startOpenIdKms, whoCalls } from '../../support/openid/kms.ts';
import { DAY, HOUR, MINUTE, setClock } from '../../support/set-clock.ts';

const SECOND = 1_000;

async function open(fields: Readonly<Record<string, unknown>> = {}) {
  const issuer = await TestIssuer.start();
  const clock = setClock(new Date('2026-11-24T12:00:00Z'));
  const log: string[] = [];
  const kms = await startOpenIdKms([acceptingTokens(issuer.url, fields)], {
    clock: clock.now,
    log: (line) => log.push(line),
  });
  const ask = async (kid = 'first', header = {}) =>
    outcomeOf(await whoCalls(kms, await issuer.token({ kid, header, now: clock.now() })));
  const keyRequests = () => issuer.asked.filter((path) => path === '/keys').length;
  const stop = async () => {
    await kms[Symbol.asyncDispose]();
    await issuer.close();
  };
  return { issuer, kms, clock, log, ask, keyRequests, [Symbol.asyncDispose]: stop };
}

const UNAVAILABLE = [
  503,
  'ServiceUnavailableTemporary',
  expect.stringContaining('does not answer'),
];
const DONE = [200, expect.stringContaining('user/alice')];

describe('The keys of an issuer', () => {
  it('are fetched once for many tokens, which come at the same time', async () => {
    await using test = await open();
    const answers = await Promise.all(Array.from({ length: 20 }, () => test.ask()));
    expect(answers).toEqual(Array.from({ length: 20 }, () => DONE));
    expect(test.issuer.asked).toEqual(['/.well-known/openid-configuration', '/keys']);
  });

  it('are known without discovery where the settings name their address', async () => {
    await using issuer = await TestIssuer.start();
    const jwksUri = `${issuer.url}/keys`;
    await using kms = await startOpenIdKms([acceptingTokens(issuer.url, { jwksUri })]);
    expect((await whoCalls(kms, await issuer.token())).status).toBe(200);
    expect(issuer.asked).toEqual(['/keys']);
  });

  it('can be rotated: the first token of a new key is accepted', async () => {
    await using test = await open();
    expect(await test.ask()).toEqual(DONE);
    await test.issuer.addKey('second');
    test.clock.pass(31 * SECOND);
    expect(await test.ask('second')).toEqual(DONE);
    expect(await test.ask('first')).toEqual(DONE);
    expect(test.keyRequests()).toBe(2);
  });

  it('are fetched at most ten times a minute, however many unknown key ids come', async () => {
    await using test = await open();
    expect(await test.ask()).toEqual(DONE);
    for (let second = 1; second <= 12; second += 1) {
      test.clock.pass(SECOND);
      const answer = await test.ask('first', { kid: `unknown ${second}` });
      if (second <= 9) expect(answer.slice(0, 2)).toEqual([401, 'Unauthenticated']);
      else expect(answer).toEqual(UNAVAILABLE); // it may be a new key of the issuer
    }
    expect(test.keyRequests()).toBe(10);
    expect(await test.ask()).toEqual(DONE);
    test.clock.pass(MINUTE);
    expect((await test.ask('first', { kid: 'x' })).slice(0, 2)).toEqual([401, 'Unauthenticated']);
  });

  it('are looked for again for each token of a new key, also right after another one', async () => {
    await using test = await open();
    expect(await test.ask()).toEqual(DONE);
    test.clock.pass(SECOND);
    expect((await test.ask('first', { kid: 'made-up' }))[0]).toBe(401);
    await test.issuer.addKey('second');
    test.clock.pass(SECOND);
    expect(await test.ask('second')).toEqual(DONE);
  });

  it.each([
    ['ten minutes', 10 * MINUTE],
    ['20 hours without a token', 20 * HOUR],
  ])(
    'end after the issuer has removed them: with the first tokens after %s',
    async (_name, time) => {
      await using test = await open();
      const token = await test.issuer.token({ now: test.clock.now(), claims: { exp: 4e9 } });
      const ask = async () => outcomeOf(await whoCalls(test.kms, token)).slice(0, 2);
      expect((await ask())[0]).toBe(200);
      await test.issuer.addKey('second');
      test.issuer.removeKey('first');
      test.clock.pass(time);
      const refused = [401, 'Unauthenticated'];
      expect(await Promise.all([ask(), ask(), ask()])).toEqual([refused, refused, refused]);
      expect(test.keyRequests()).toBe(2);
    },
  );

  it('are those at the address that the issuer names now, after ten minutes', async () => {
    await using test = await open();
    const token = await test.issuer.token({ now: test.clock.now(), claims: { exp: 4e9 } });
    expect(outcomeOf(await whoCalls(test.kms, token))).toEqual(DONE);
    test.issuer.metadata = { jwks_uri: `${test.issuer.url}/keys2` };
    test.issuer.answers.set('/keys2', { status: 200, body: '{"keys":[]}' });
    test.clock.pass(10 * MINUTE);
    expect((await whoCalls(test.kms, token)).status).toBe(401);
  });
});

describe('While an issuer does not answer', () => {
  it('known keys are used for a day, then the answer is 503, and never 401', async () => {
    await using test = await open();
    expect(await test.ask()).toEqual(DONE);
    await test.issuer.addKey('second');
    await test.issuer.close();
    test.clock.pass(MINUTE);
    expect(await test.ask('second')).toEqual(UNAVAILABLE);
    expect(await test.ask('second')).toEqual(UNAVAILABLE); // does not ask again
    expect(await test.ask('first')).toEqual(DONE);
    test.clock.pass(HOUR);
    expect(await test.ask('first')).toEqual(DONE);
    test.clock.pass(DAY - HOUR - 2 * MINUTE);
    expect(await test.ask('first')).toEqual(DONE);
    test.clock.pass(2 * MINUTE);
    expect(await test.ask('first')).toEqual(UNAVAILABLE);
    expect(test.log.join('')).toContain('the issuer did not return its keys');
    await test.issuer.open();
    test.clock.pass(MINUTE);
    expect(await test.ask('first')).toEqual(DONE);
    expect(await test.ask('second')).toEqual(DONE);
  });

  it('the tokens that come at the same time wait for one request, and those of the next 30 seconds for none', async () => {
    await using test = await open();
    expect(await test.ask()).toEqual(DONE);
    test.clock.pass(10 * MINUTE);
    const discoveries = () => test.issuer.asked.length - test.keyRequests();
    const release = test.issuer.hold();
    const waiting = [test.ask(), test.ask()];
    await expect.poll(discoveries).toBe(2);
    await test.issuer.close();
    release();
    expect(await Promise.all(waiting)).toEqual([DONE, DONE]);
    await test.issuer.open();
    test.issuer.hold();
    const before = test.issuer.asked.length;
    expect(await test.ask()).toEqual(DONE);
    expect(test.issuer.asked.length).toBe(before);
  });

  it('known keys are used for as long as the settings say', async () => {
    await using test = await open({ keepKeysHours: 2 });
    expect(await test.ask()).toEqual(DONE);
    await test.issuer.close();
    test.clock.pass(2 * HOUR - MINUTE);
    expect(await test.ask()).toEqual(DONE);
    test.clock.pass(2 * MINUTE);
    expect(await test.ask()).toEqual(UNAVAILABLE);
  });

  it('a server that starts answers 503, until the issuer answers', async () => {
    await using test = await open();
    await test.issuer.close();
    expect(await test.ask()).toEqual(UNAVAILABLE);
    await test.issuer.open();
    expect(await test.ask()).toEqual(UNAVAILABLE); // asks again after 30 seconds
    test.clock.pass(31 * SECOND);
    expect(await test.ask()).toEqual(DONE);
  });

  it.each([
    ['redirects', { status: 302, body: '', location: '/keys2' }],
    ['answers with an error', { status: 500, body: '{}' }],
    ['answers with a page', { status: 200, body: '<html>' }],
    ['answers with no keys', { status: 200, body: '{"keys": 7}' }],
    ['answers with a list', { status: 200, body: 'null' }],
    [
      'answers with more than 256 KiB',
      { status: 200, body: `{"keys":[],"x":"${'x'.repeat(262_144)}"}` },
    ],
  ])('because it %s, the answer is 503', async (_name, answer) => {
    await using test = await open();
    test.issuer.answers.set('/keys', answer);
    expect(await test.ask()).toEqual(UNAVAILABLE);
    expect(test.issuer.asked).not.toContain('/keys2');
  });

  it('because its discovery document names another issuer, the answer is 503', async () => {
    await using test = await open();
    const body = JSON.stringify({
      issuer: 'https://evil.example',
      jwks_uri: `${test.issuer.url}/keys`,
    });
    test.issuer.answers.set('/.well-known/openid-configuration', { status: 200, body });
    expect(await test.ask()).toEqual(UNAVAILABLE);
    expect(test.keyRequests()).toBe(0);
  });
});
