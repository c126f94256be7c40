import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Credential, type Kms, sharedKms } from '../support/kms.ts';

const run = promisify(execFile);

/** The command line of the cloud (`aliyun`), and OpenTofu or Terraform: binaries that no package registry of ours has. */
const {
  KEYWRIGHT_TEST_ALIYUN: aliyun,
  KEYWRIGHT_TEST_TOFU: tofu,
  KEYWRIGHT_TEST_TOFU_PROVIDER_DIR: providers,
} = process.env;
if (!aliyun)
  console.error(
    'SKIPPED: the command line aliyun is not tested. Name it by KEYWRIGHT_TEST_ALIYUN.',
  );
if (!tofu)
  console.error(
    'SKIPPED: Terraform is not tested. Name OpenTofu or Terraform by KEYWRIGHT_TEST_TOFU.',
  );

const newFolder = (): string => mkdtempSync(join(process.env.KEYWRIGHT_TEST_DIR ?? '', 'tools-'));

async function setUp(): Promise<{ kms: Kms; account: Credential; endpoint: string }> {
  const kms = await sharedKms();
  return { kms, account: await kms.addAccount(), endpoint: new URL(kms.url).host };
}

describe.skipIf(!aliyun)('aliyun kms', () => {
  it('creates a key, and encrypts and decrypts with it', async () => {
    const { account, endpoint } = await setUp();
    const call = async (
      action: string,
      ...parameters: string[]
    ): Promise<Record<string, string>> => {
      const credential = [
        '--mode',
        'AK',
        '--access-key-id',
        account.id,
        '--access-key-secret',
        account.secret,
      ];
      const address = ['--region', 'cn-hangzhou', '--endpoint', endpoint, '--insecure'];
      const env = { PATH: process.env.PATH ?? '', HOME: newFolder() };
      const { stdout } = await run(
        String(aliyun),
        ['kms', action, ...parameters, ...credential, ...address],
        { env },
      );
      return JSON.parse(stdout) as Record<string, string>;
    };
    const { KeyMetadata } = (await call(
      'CreateKey',
      '--Description',
      'made by the command line',
    )) as unknown as {
      KeyMetadata: { KeyId: string; Description: string };
    };
    expect(KeyMetadata.Description).toBe('made by the command line');
    const { CiphertextBlob = '' } = await call(
      'Encrypt',
      '--KeyId',
      KeyMetadata.KeyId,
      '--Plaintext',
      'aGVsbG8=',
      '--EncryptionContext',
      '',
    );
    expect((await call('Decrypt', '--CiphertextBlob', CiphertextBlob)).Plaintext).toBe('aGVsbG8=');
    await expect(
      call('DescribeKey', '--KeyId', '01a20bda-0000-7000-8000-000000000000'),
    ).rejects.toThrow('Forbidden.KeyNotFound');
  });
});

describe.skipIf(!tofu)('OpenTofu or Terraform', () => {
  it('makes a key and an alias, sees no difference afterwards, and destroys them', async () => {
    const { kms, account, endpoint } = await setUp();
    const folder = newFolder();
    writeFileSync(
      join(folder, 'main.tf'),
      `terraform { required_providers { alicloud = { source = "aliyun/alicloud" } } }
       provider "alicloud" {
         access_key             = "${account.id}"
         secret_key             = "${account.secret}"
         region                 = "cn-hangzhou"
         protocol               = "HTTP"
         skip_region_validation = true
         endpoints { kms = "${endpoint}" }
       }
       resource "alicloud_kms_key" "payroll" {
         description            = "made by Terraform"
         pending_window_in_days = 7
         automatic_rotation     = "Enabled"
         rotation_interval      = "604800s"
         tags                   = { team = "payroll" }
       }
       resource "alicloud_kms_alias" "payroll" {
         alias_name = "alias/terraform"
         key_id     = alicloud_kms_key.payroll.id
       }`,
    );
    const env = { PATH: process.env.PATH ?? '', HOME: folder, TF_IN_AUTOMATION: '1' };
    const act = (...args: string[]) =>
      run(String(tofu), [...args, '-no-color', '-input=false'], { cwd: folder, env });
    await act('init', ...(providers ? [`-plugin-dir=${providers}`] : []));
    await act('apply', '-auto-approve');
    const keys = () =>
      kms.store.db.key.findMany({
        where: { accountId: account.accountId },
        include: { aliases: true },
      });
    expect(await keys()).toMatchObject([
      {
        description: 'made by Terraform',
        state: 'Enabled',
        aliases: [{ name: 'alias/terraform' }],
      },
    ]);
    await act('plan', '-detailed-exitcode'); // ends with 2 where there is a difference
    await act('destroy', '-auto-approve');
    expect(await keys()).toMatchObject([{ state: 'PendingDeletion', aliases: [] }]);
  });
});
