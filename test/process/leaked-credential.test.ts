import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import {
  type Beside,
  besideServer,
  hasTerminal,
  MAX_MS,
  refusalOfCall,
  typeAtTerminal,
} from '../support/command.ts';
import { blocksOf, readPage } from '../support/documents.ts';

interface Created {
  readonly accessKey: { readonly accessKeyId: string; readonly accessKeySecret: string };
}

const scripts: Readonly<Record<string, string>> = packageJson.scripts;

/** The commands of the runbook, word for word; the shell of npm replaces each by its script. */
const commands = blocksOf({
  path: 'docs/security.md',
  text: readPage('docs/security.md').text.replaceAll(/^ {3}/gm, ''), // blocks in a list are indented
})
  .filter(({ marks }) => marks.includes('leaked'))
  .map(({ code }) => code.trim());

describe.runIf(hasTerminal)('The runbook for a leaked access key', { timeout: MAX_MS }, () => {
  it('works, word for word', async () => {
    await using beside = await besideServer();
    const { kms, json } = beside;
    await json('user', 'create', 'payroll');
    await json('policy', 'attach', 'AliyunKMSFullAccess', '--user', 'payroll');
    const { accessKey } = (await json('access-key', 'create', '--user', 'payroll')) as Created;
    const leaked = {
      accountId: '',
      id: accessKey.accessKeyId,
      secret: accessKey.accessKeySecret,
    };
    expect(await refusalOfCall(kms, leaked, 'CreateKey')).toBeUndefined();

    const step = (number: number, typed = '') => runCommand(beside, number, leaked.id, typed);
    expect(await step(0)).toContain(`Disabled the access key ${leaked.id} of the user payroll.`);
    expect(await refusalOfCall(kms, leaked)).toBe('Forbidden.AccessKey');
    expect(await step(1)).toMatch(/\sCreateKey +Done +[\w-]{36} +[\w-]{36}\s/i);

    const [, id = '', secret = ''] =
      /id +(\S+)\s+Access key secret +(\S+) +\(shown/.exec(await step(2)) ?? [];
    expect(await refusalOfCall(kms, { accountId: '', id, secret })).toBeUndefined();
    expect(await step(3)).toContain('Ended all sessions of the account');
    expect(await step(4, `${leaked.id}\n`)).toContain(`Deleted the access key ${leaked.id}`);
    expect(await refusalOfCall(kms, leaked)).toBe('InvalidAccessKeyId.NotFound');
    expect(await refusalOfCall(kms, { accountId: '', id, secret })).toBeUndefined();
    expect(commands).toHaveLength(5);
    expect((await beside.audited()).slice(3).map(({ operation }) => operation)).toEqual([
      'UpdateAccessKey',
      'CreateAccessKey',
      'EndSessions',
      'DeleteAccessKey',
    ]);
  });
});

async function runCommand(
  beside: Beside,
  number: number,
  accessKeyId: string,
  typed: string,
): Promise<string> {
  const [, name = '', args = ''] = /^npm run (\S+) -- (.+)$/.exec(commands[number] ?? '') ?? [];
  const command = `${scripts[name]} ${args.replace('<access key id>', accessKeyId)}`;
  const { code, output } = await typeAtTerminal(beside, command, typed);
  expect([command, code, output]).toEqual([command, 0, output]);
  return output;
}
