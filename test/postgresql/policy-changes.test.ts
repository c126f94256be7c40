import { describe, expect, it } from 'vitest';
import { makeDataDir, startKms } from '../support/kms.ts';
import { permittedUser, REVOCATIONS } from '../support/permitted-user.ts';

describe('A change of policies that one replica acknowledged', () => {
  it.each(REVOCATIONS)('binds the next call to the other ($name)', async ({ act }) => {
    const dataDir = makeDataDir();
    await using a = await startKms({ dataDir });
    await using b = await startKms({ dataDir });
    const { root, names, list } = await permittedUser('rpc', a);
    expect(await list(b)).toBe('ok');
    await act(root, names);
    expect(await list(b)).toBe('Forbidden.NoPermission');
  });
});
