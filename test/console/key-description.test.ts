import { describe, expect, it } from 'vitest';
import { useConsole } from '../support/console.ts';
import { openKey, section, undo } from './opened-key.ts';

const browser = useConsole();

const editing = async (description: string, { isLive = true } = {}) => {
  const opened = await openKey(browser, { key: { description }, isLive });
  const part = section(opened.page, 'Description');
  await part.getByRole('button', { name: 'Edit' }).click();
  return { ...opened, part, field: part.getByLabel('What the key is for') };
};

describe('The description of a key', () => {
  it('is edited in place, and the edit undone', async () => {
    const { page, root, keyId, part, field } = await editing('first');
    await field.fill('second');
    await part.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'second', level: 1 }).waitFor();
    expect((await root.describeKey(keyId)).description).toBe('second');
    await undo(page, /description is saved/);
    await page.getByRole('heading', { name: 'first', level: 1 }).waitFor();
  });

  it('is shown as text, with markup and 8,192 emoji, within the page', async () => {
    const description = `<b>bold</b> ${'🔑'.repeat(8_192 - 12)}`;
    const { page, elsewhere, complaints } = await openKey(browser, { key: { description } });
    await section(page, 'Description').getByText('<b>bold</b>').waitFor();
    expect(await page.locator('main b').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(1280);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect([...elsewhere, ...complaints]).toEqual([]);
  });

  it('is kept as it was typed when the server refuses it', async () => {
    const { part, field } = await editing('first');
    const tooLong = 'x'.repeat(8_193);
    await field.fill(tooLong);
    await part.getByRole('button', { name: 'Save' }).click();
    const failure = part.getByRole('alert');
    await failure.getByText('InvalidParameter', { exact: true }).waitFor();
    await failure.getByText('Request id').waitFor();
    expect(await field.inputValue()).toBe(tooLong);
  });

  it('is not overwritten when somebody else has changed it: theirs can be taken', async () => {
    const { page, root, keyId, part, field } = await editing('first', { isLive: false });
    await field.fill('mine');
    await root.updateKeyDescription(keyId, 'theirs');
    await part.getByRole('button', { name: 'Save' }).click();
    await part.getByText('It changed meanwhile').waitFor();
    await part.getByText('theirs', { exact: true }).waitFor();
    expect(await field.inputValue()).toBe('mine');
    expect((await root.describeKey(keyId)).description).toBe('theirs');
    await part.getByRole('button', { name: 'Take theirs' }).click();
    await page.getByRole('heading', { name: 'theirs', level: 1 }).waitFor();
  });

  it('is overwritten when the reader has seen the change and keeps the own text', async () => {
    const { page, root, keyId, part, field } = await editing('first', { isLive: false });
    await field.fill('mine');
    await root.updateKeyDescription(keyId, 'theirs');
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await part.getByRole('button', { name: 'Keep mine' }).click();
    await part.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'mine', level: 1 }).waitFor();
    expect((await root.describeKey(keyId)).description).toBe('mine');
  });
});
