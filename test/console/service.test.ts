import { describe, expect, it } from 'vitest';
import { openView, useConsole } from '../support/console.ts';
import { startKms } from '../support/kms.ts';
import { oncePromoted, rotate } from '../support/rotation.ts';

const browser = useConsole();

describe('The service', () => {
  it('shows health, versions, root keys, replicas, limits and quotas to its operator', async () => {
    const { page, complaints, elsewhere } = await browser.openConsole({ path: '/service' });
    await page.getByText('The process that answered can serve requests.').waitFor();
    const keys = page.getByRole('grid', { name: 'Root keys' });
    await keys.getByText('Current').waitFor();
    await page.getByRole('grid', { name: 'Replicas' }).getByText('answered').waitFor();
    await page.getByRole('grid', { name: 'Limits' }).getByText('API tokens').waitFor();
    await page.getByRole('grid', { name: 'Quotas' }).getByText('cryptography').first().waitFor();
    await page.getByRole('button', { name: 'Refresh' }).click();
    expect([complaints, elsewhere]).toEqual([[], []]);
  });

  it('shows the progress of a rotation, and its end without a reload', async () => {
    await using kms = await startKms();
    const { page, complaints } = await browser.visit({ locale: 'en-US' });
    await page.goto(await kms.signInLink((await kms.store.db.accessKey.findFirstOrThrow()).id));
    await page.waitForURL(({ pathname }) => !pathname.startsWith('/sign-in'));
    await openView(kms, page, '/service');
    const progress = page.getByRole('progressbar', { name: 'Rotation of the root key' });
    const look = async () => {
      await page.getByRole('button', { name: 'Refresh' }).click();
      await progress.waitFor();
      await page.getByText(/of \d+ values are under the new root key/).waitFor();
      expect(Number(await progress.getAttribute('aria-valuenow'))).toBeLessThan(1);
    };
    await rotate(kms, oncePromoted(kms, look));
    await progress.waitFor({ state: 'detached' });
    await page.getByText('No rotation is running.').waitFor();
    const keys = page.getByRole('grid', { name: 'Root keys' });
    await keys.getByText(kms.deployment.keyring.currentId).waitFor();
    await keys.getByText('Old').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('shows other accounts only what is theirs', async () => {
    const { id } = await browser.kms.addAccount();
    const { page } = await browser.openConsole({ path: '/service', accessKeyId: id });
    await page.getByRole('grid', { name: 'Limits' }).waitFor();
    await page.getByText('Only the account that the service was set up with').waitFor();
    expect(await page.getByRole('grid', { name: 'Root keys' }).count()).toBe(0);
  });

  it('says which permission is missing', async () => {
    const { accountId } = await browser.kms.addAccount();
    const user = await browser.kms.addAccount({ accountId, allowedActions: ['kms:ListKeys'] });
    const { page } = await browser.openConsole({ accessKeyId: user.id, path: '/service' });
    await page.getByText('You need the permission kms:DescribeService.').waitFor();
  });
});
