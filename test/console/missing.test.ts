import { describe, expect, it } from 'vitest';
import { useConsole } from '../support/console.ts';

const browser = useConsole();

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('A key that does not exist', () => {
  it.each([`/try?key=${UNKNOWN}`, `/keys/${UNKNOWN}/import`])('is told of in %s', async (path) => {
    const { id } = await browser.kms.addAccount();
    const { page, complaints } = await browser.openConsole({ accessKeyId: id, path });
    await page.getByText('It does not exist, or you may not see it.').waitFor();
    expect(complaints).toEqual([]);
  });
});
