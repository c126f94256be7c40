import { describe, expect, it } from 'vitest';
import { accessScene } from '../support/access-console.ts';
import { useConsole } from '../support/console.ts';

const browser = useConsole();

describe('The field for a key', () => {
  it('takes an ARN from somebody who may not list keys, and says why it finds none', async () => {
    const { open, userWho } = await accessScene(browser);
    const { page } = await open('/access/what-if', await userWho('ram:GetPolicy'));
    await page.getByText(/NoPermission.*kms:ListKeys/).waitFor();
    const resource = page.getByRole('combobox', { name: 'Resource' });
    expect(await resource.getAttribute('aria-invalid')).not.toBe('true');
  });
});
