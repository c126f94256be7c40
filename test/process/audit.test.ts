import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { idPrefixAt } from '#domain/id-time.ts';
import { cutAuditBlocks } from '#jobs/audit-blocks.ts';
import { addAuditRows, auditRow, auditRows } from '../support/audit-rows.ts';
import { type Beside, besideServer, MAX_MS, pinned } from '../support/command.ts';
import { onSqlite } from '../support/database.ts';

const START = Date.parse('2026-06-01T00:00:00Z');

interface Line {
  readonly eventId: string;
  readonly eventName: string;
}

const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);

/** `npm run audit -- export`, whose output nobody has read yet. */
function startExport(
  { environment }: Beside,
  ...args: readonly string[]
): ChildProcess & { stderr: NodeJS.ReadableStream } {
  const script = resolve(import.meta.dirname, '../../src/cli/audit.ts');
  return spawn(process.execPath, [script, 'export', ...args], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  }) as ChildProcess & { stderr: NodeJS.ReadableStream };
}

/** What the operator did, as the rows of `ExportAuditEvents` say it. */
async function recordedExports({ kms }: Beside) {
  const rows = await kms.store.db.auditEvent.findMany({
    where: { operation: 'ExportAuditEvents' },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ surface, outcome, details }) => [surface, outcome, JSON.parse(details)]);
}

describe('npm run audit', { timeout: MAX_MS }, () => {
  it('lists events that match, the newest first', async () => {
    await using beside = await besideServer();
    const { kms, run, json } = beside;
    const { accountId } = kms.deployment;
    const keyId = '01234567-89ab-4def-8123-456789abcdef';
    const rows = [
      auditRow(accountId, new Date(START), { keyId, address: '192.0.2.1' }),
      auditRow(accountId, new Date(START + 60_000), {
        keyId,
        operation: 'Decrypt',
        outcome: 'Rejected.Disabled',
        principal: `acs:ram::${accountId}:user/alice`,
      }),
    ];
    await addAuditRows(kms, rows);
    const { code, stdout } = await run('audit', 'list', '--key', keyId);
    expect([code, pinned(stdout)]).toEqual([
      0,
      `TIME                  OPERATION  OUTCOME            PRINCIPAL   ADDRESS    KEY                                   EVENT ID
TTTT-TT-TTTTT:TT:TTZ  Decrypt    Rejected.Disabled  user/alice  -          ${keyId}  ${rows[1]?.id}
TTTT-TT-TTTTT:TT:TTZ  Encrypt    Done               root        192.0.2.1  ${keyId}  ${rows[0]?.id}
`,
    ]);
    const ids = async (...args: readonly string[]) => {
      const { events, isTruncated } = (await json('audit', 'list', '--key', keyId, ...args)) as {
        events: { id: string }[];
        isTruncated: boolean;
      };
      return [...events.map(({ id }) => id), isTruncated];
    };
    const [first, second] = [rows[0]?.id, rows[1]?.id];
    expect(await ids('--limit', '1')).toEqual([second, true]);
    expect(await ids('--outcome', 'Failed')).toEqual([second, false]);
    expect(await ids('--address', '192.0.2.1')).toEqual([first, false]);
    expect(await ids('--from', '2026-06-01T00:00:30Z')).toEqual([second, false]);
    expect(await ids('--to', '2026-06-01T00:00:30Z')).toEqual([first, false]);
    expect(await ids('--principal', `acs:ram::${accountId}:user/alice`)).toEqual([second, false]);
    expect(await ids('--operation', 'Encrypt', '--credential', 'LTAI1')).toEqual([first, false]);
    expect((await run('audit', 'list', '--key', 'none')).stdout).toBe('No events.\n');
  });

  it('exports what is settled to a file, and continues after the last complete line', async () => {
    await using beside = await besideServer();
    const { kms, dataDir, run } = beside;
    const { accountId } = kms.deployment;
    const rows = auditRows(accountId, START, 2_500);
    await addAuditRows(kms, rows);
    await addAuditRows(kms, auditRows(`${accountId}1`, START, 10)); // another account
    await cutAuditBlocks(kms.store, idPrefixAt(new Date(START + 3_000)), {
      rows: 1_000,
      values: 1_000,
      perRun: 10,
    });
    const file = join(dataDir, 'events.jsonl');
    const first = await run('audit', 'export', file);
    expect([first.code, first.stdout]).toEqual([0, '']);
    expect(first.stderr).toMatch(
      new RegExp(
        `^Exported \\d+ events, to .*\\nExported 2500 events\\. .*: npm run audit -- export ${file}\\n$`,
      ),
    );
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const exported = readFileSync(file, 'utf8');
    // What the server did when it started is younger.
    expect(linesOf(exported).map(({ eventId }) => eventId)).toEqual(rows.map(({ id }) => id));

    // The export was killed in the middle of a line.
    writeFileSync(file, exported.slice(0, exported.length - 700 * 300 - 10));
    await addAuditRows(kms, auditRows(accountId, START + 10_000, 3));
    expect((await run('audit', 'export', file)).code).toBe(0);
    const resumed = readFileSync(file, 'utf8');
    expect(resumed.startsWith(exported)).toBe(true);
    expect(linesOf(resumed)).toHaveLength(2_503);
    const again = await run('audit', 'export', file);
    expect(again.stderr).toMatch(/^Exported 0 events\./);
    expect(readFileSync(file, 'utf8')).toBe(resumed);

    appendFileSync(file, 'x\n');
    expect(await run('audit', 'export', file)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not an export of audit events. Name another file.'),
    });
    const [one, , three] = await recordedExports(beside);
    expect([one, three]).toEqual([
      ['command', 'Done', { count: 2_500, isComplete: true }],
      ['command', 'Done', { after: linesOf(resumed).at(-1)?.eventId, count: 0, isComplete: true }],
    ]);
  });

  it('exports lines in the vocabulary of ActionTrail', async () => {
    await using beside = await besideServer();
    const { kms, run } = beside;
    const { accountId } = kms.deployment;
    const at = (second: number) => new Date(START + second * 1_000);
    const rows = [
      auditRow(accountId, at(0), {
        operation: 'ReEncrypt',
        outcome: 'Forbidden.NoPermission',
        principal: `acs:ram::${accountId}:role/ops/night`,
        credentialType: 'RoleSession',
        accessKeyId: 'STS.1',
        address: '192.0.2.7',
        userAgent: 'curl',
        keyId: 'a',
        otherKeyIds: 'b,c',
        keyVersionId: 'v',
        contextDigest: 'ab',
        targetFingerprint: 'cd',
        durationMicroseconds: 1_500,
        details: '{"dryRun":true}',
      }),
      auditRow(accountId, at(1), { principal: '', accessKeyId: 'old' }),
      auditRow(accountId, at(2), {
        surface: 'page',
        operation: 'SignIn',
        sessionId: 's',
        credentialType: 'OpenIdConnect',
        accessKeyId: 'https://issuer#subject',
        principal: `acs:ram::${accountId}:user/alice`,
      }),
      auditRow(accountId, at(3), {
        surface: 'job',
        operation: 'DestroyKey',
        principal: '',
        accessKeyId: '',
        requestId: '',
      }),
    ];
    await addAuditRows(kms, rows);
    const range = ['--from', at(0).toISOString(), '--to', at(4).toISOString()];
    const { code, stdout, stderr } = await run('audit', 'export', ...range);
    expect(code).toBe(0);
    const common = {
      eventVersion: 1,
      eventType: 'ApiCall',
      eventCategory: 'Management',
      acsRegion: 'cn-hangzhou',
      requestId: 'request',
      recipientAccountId: accountId,
      requestParameters: {},
    };
    expect(linesOf(stdout)).toEqual([
      {
        ...common,
        eventId: rows[0]?.id,
        eventTime: '2026-06-01T00:00:00Z',
        serviceName: 'Kms',
        eventName: 'ReEncrypt',
        apiVersion: '2016-01-20',
        eventRW: 'Read',
        sourceIpAddress: '192.0.2.7',
        userAgent: 'curl',
        userIdentity: {
          type: 'assumed-role',
          accountId,
          principalId: `acs:ram::${accountId}:role/ops/night`,
          userName: 'ops:night',
          accessKeyId: 'STS.1',
        },
        referencedResources: { 'ACS::KMS::Key': ['a', 'b', 'c'] },
        requestParameters: { dryRun: true },
        errorCode: 'Forbidden.NoPermission',
        additionalEventData: {
          surface: 'rpc',
          credentialType: 'RoleSession',
          credentialId: 'STS.1',
          keyVersionId: 'v',
          encryptionContextDigest: 'ab',
          targetKeyFingerprint: 'cd',
          durationMilliseconds: 1.5,
        },
      },
      {
        ...common,
        eventId: rows[1]?.id,
        eventTime: '2026-06-01T00:00:01Z',
        serviceName: 'Kms',
        eventName: 'Encrypt',
        apiVersion: '2016-01-20',
        eventRW: 'Read',
        userIdentity: {
          type: 'root-account',
          accountId,
          principalId: accountId,
          userName: 'root',
          accessKeyId: 'old',
        },
        additionalEventData: { surface: 'rpc', credentialId: 'old' },
      },
      {
        ...common,
        eventId: rows[2]?.id,
        eventTime: '2026-06-01T00:00:02Z',
        serviceName: 'Keywright',
        eventName: 'SignIn',
        eventRW: 'Write',
        eventType: 'ConsoleSignin',
        userIdentity: {
          type: 'ram-user',
          accountId,
          principalId: `acs:ram::${accountId}:user/alice`,
          userName: 'alice',
        },
        additionalEventData: {
          surface: 'page',
          credentialType: 'OpenIdConnect',
          credentialId: 'https://issuer#subject',
          sessionId: 's',
        },
      },
      {
        ...common,
        requestId: undefined,
        eventId: rows[3]?.id,
        eventTime: '2026-06-01T00:00:03Z',
        serviceName: 'Kms',
        eventName: 'DestroyKey',
        eventRW: 'Write',
        eventType: 'AliyunServiceEvent',
        userIdentity: { type: 'system', accountId },
        additionalEventData: { surface: 'job' },
      },
    ]);
    expect(stderr).toContain(`Continue with: npm run audit -- export --after ${rows[3]?.id}\n`);
    const after = await run('audit', 'export', ...range, '--after', String(rows[1]?.id));
    expect(linesOf(after.stdout).map(({ eventName }) => eventName)).toEqual([
      'SignIn',
      'DestroyKey',
    ]);
  });

  it.runIf(onSqlite)('ends quietly when the reader of the export goes away', async () => {
    await using beside = await besideServer();
    const { accountId } = beside.kms.deployment;
    for (let part = 0; part < 5; part += 1)
      await addAuditRows(beside.kms, auditRows(accountId, START + part * 5_000, 5_000));
    const child = startExport(beside);
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.stdout?.once('data', () => child.stdout?.destroy()); // as head does after its lines
    const [code] = (await once(child, 'close')) as [number | null];
    expect([code, errors.replaceAll(/Exported \d+ events, to \S+\n/g, '')]).toEqual([141, '']);
    const [[, , details]] = (await recordedExports(beside)) as [[string, string, object]];
    expect(details).toMatchObject({ isComplete: false });
  });

  it('has recorded an export that is killed', async () => {
    await using beside = await besideServer();
    const { accountId } = beside.kms.deployment;
    await addAuditRows(beside.kms, auditRows(accountId, START, 5_000));
    const from = new Date(START).toISOString();
    const child = startExport(beside, '--from', from);
    await once(child.stdout as NodeJS.ReadableStream, 'readable'); // nobody reads, so the export waits
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await recordedExports(beside)).toEqual([
      ['command', 'Done', { from, isComplete: false }],
    ]);
  });

  it('says what is wrong', async () => {
    await using beside = await besideServer();
    const { dataDir, run } = beside;
    const foreign = join(dataDir, 'foreign.jsonl');
    const row = auditRow('1', new Date(START));
    writeFileSync(foreign, `${JSON.stringify({ eventId: row.id, recipientAccountId: '1' })}\n`);
    for (const [args, code, sentence] of [
      [['list', '--limit', '0'], 2, /Give a number from 1 to 100000\./],
      [['list', '--from', 'yesterday'], 2, /Give a time as RFC 3339 writes it/],
      [['export', '--after', 'x'], 2, /Give the eventId of an audit event\./],
      [
        ['export', join(dataDir, 'none', 'file')],
        1,
        /cannot be written \(ENOENT\)\. Check the path\./,
      ],
      [
        ['export', foreign],
        1,
        /has the events of the account 1\. Name another file, or add --account\./,
      ],
      [['list', '--account', '7'], 1, /There is no account 7\./],
    ] as const) {
      const { code: found, stderr } = await run('audit', ...args);
      expect([args, found, stderr]).toEqual([args, code, expect.stringMatching(sentence)]);
    }
  });
});
