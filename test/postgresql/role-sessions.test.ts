import { expect, it } from 'vitest';
import { caller } from '../support/caller.ts';
import { detachAll, setEnabled } from '../support/identities.ts';
import { makeDataDir, startKms } from '../support/kms.ts';
import { assume, encryptBy, openAccount, WAYS, type Way } from '../support/role-sessions.ts';

type Opened = Awaited<ReturnType<typeof openAccount>>;

const ENDS: Readonly<Record<string, (opened: Opened) => Promise<unknown>>> = {
  'all sessions': ({ kms, root }) => caller('graphql', kms, root).act('EndSessions'),
  'the access key of the user': ({ kms, user }) => setEnabled(kms, user.id, false),
  async 'the role'({ kms, as, role }) {
    await detachAll(kms, role.id);
    await as.act('DeleteRole', { roleName: role.name });
  },
};

it.each(
  Object.entries(ENDS).flatMap(([name, end]) =>
    WAYS.map((way): [string, Way, typeof end] => [name, way, end]),
  ),
)(
  'A replica that ends %s ends a session at the next call of another, by %s',
  async (_name, way, end) => {
    const dataDir = makeDataDir();
    await using a = await startKms({ dataDir });
    await using b = await startKms({ dataDir });
    const opened = await openAccount(a);
    const session = await assume(a, opened.user, opened.role);
    expect(await encryptBy(way, b, session, opened.keyId)).toBe('ok');
    await end(opened);
    expect(await encryptBy(way, b, session, opened.keyId)).toBe('InvalidSecurityToken.Expired');
  },
);

it('A token that one replica sealed opens at another that starts later', async () => {
  const dataDir = makeDataDir();
  await using a = await startKms({ dataDir });
  const { user, role, keyId } = await openAccount(a);
  const session = await assume(a, user, role);
  await using b = await startKms({ dataDir });
  expect(await encryptBy('ACS3', b, session, keyId)).toBe('ok');
});
