import { v4 as uuid } from 'uuid';
import { describe, expect, it } from 'vitest';
import { useConsole } from '../support/console.ts';
import { openKey, refusal, section, undo } from './opened-key.ts';

const browser = useConsole();

describe('The aliases of a key', () => {
  it('are added and deleted, and the deletion is undone', async () => {
    const { page, root, keyId } = await openKey(browser);
    const aliases = section(page, 'Aliases');
    await aliases.getByLabel('New alias').fill('alias/pay');
    await aliases.getByRole('button', { name: 'Add' }).click();
    await aliases.getByRole('listitem').filter({ hasText: 'alias/pay' }).waitFor();
    await aliases.getByRole('button', { name: 'Delete alias/pay' }).click();
    await aliases.getByText('No alias names this key.').waitFor();
    expect(await root.listAliases(keyId)).toEqual([]);
    await undo(page, /alias\/pay is deleted/);
    await aliases.getByRole('listitem').filter({ hasText: 'alias/pay' }).waitFor();
    expect(await root.listAliases(keyId)).toMatchObject([{ aliasName: 'alias/pay' }]);
  });

  it('move here from another key, after a warning that names it', async () => {
    const { page, root, keyId } = await openKey(browser);
    const other = await root.createKey({ description: 'the other key' });
    await root.act('CreateAlias', { keyId: other.keyId, aliasName: 'alias/moved' });
    const aliases = section(page, 'Aliases');
    await aliases.getByLabel('New alias').fill('alias/moved');
    await aliases.getByRole('button', { name: 'Add' }).click();
    await aliases.getByText('AliasAlreadyExists').waitFor();
    await aliases.getByRole('link', { name: 'the other key' }).waitFor();
    await aliases.getByRole('button', { name: 'Move it here' }).click();
    await aliases.getByRole('listitem').filter({ hasText: 'alias/moved' }).waitFor();
    expect(await root.listAliases(keyId)).toHaveLength(1);
    await undo(page, /is moved here/);
    await aliases.getByText('No alias names this key.').waitFor();
    expect(await root.listAliases(other.keyId)).toHaveLength(1);
  });

  it('are refused with a bad name, which stays in the form', async () => {
    const { page } = await openKey(browser);
    const aliases = section(page, 'Aliases');
    await aliases.getByLabel('New alias').fill('<b>pay</b>');
    await aliases.getByRole('button', { name: 'Add' }).click();
    await aliases.getByRole('alert').getByText('InvalidParameter', { exact: true }).waitFor();
    expect(await aliases.getByLabel('New alias').inputValue()).toBe('<b>pay</b>');
  });

  it('are listed page by page', async () => {
    const { page } = await openKey(browser, {
      prepare: async (root, keyId) => {
        for (let index = 0; index < 23; index += 1)
          await root.act('CreateAlias', { keyId, aliasName: `alias/number-${index}` });
      },
    });
    const rows = section(page, 'Aliases').getByRole('listitem');
    expect(await rows.count()).toBe(20);
    await section(page, 'Aliases').getByRole('button', { name: 'Load more' }).click();
    await rows.filter({ hasText: 'alias/number-22' }).waitFor();
    expect(await rows.count()).toBe(23);
  });
});

describe('The tags of a key', () => {
  it('are added, changed and removed, and each of these undone', async () => {
    const { page, root, keyId } = await openKey(browser);
    const tags = section(page, 'Tags');
    const row = (text: string) => tags.getByRole('listitem').filter({ hasText: text });
    const set = async (tagKey: string, tagValue: string) => {
      await tags.getByLabel('Tag key').fill(tagKey);
      await tags.getByLabel('Value').fill(tagValue);
      await tags.getByRole('button', { name: 'Set the tag' }).click();
    };
    await set('team', 'billing');
    await row('billing').waitFor();
    await undo(page, /tag team is set/);
    await tags.getByText('No tags.').waitFor();
    await set('team', 'billing');
    await row('billing').waitFor();
    await tags.getByRole('button', { name: 'Edit team' }).click();
    expect(await tags.getByLabel('Value').inputValue()).toBe('billing');
    await set('team', 'sales');
    await row('sales').waitFor();
    await tags.getByRole('button', { name: 'Remove team' }).click();
    await tags.getByText('No tags.').waitFor();
    await undo(page, /tag team is removed/);
    await row('sales').waitFor();
    expect(await root.tagsOf(keyId)).toEqual([['team', 'sales']]);
  });

  it('are refused with a reserved name, which stays in the form', async () => {
    const { page } = await openKey(browser);
    const tags = section(page, 'Tags');
    await tags.getByLabel('Tag key').fill('acs:team');
    await tags.getByRole('button', { name: 'Set the tag' }).click();
    await tags.getByRole('alert').getByText('InvalidParameter.TagKey').waitFor();
    expect(await tags.getByLabel('Tag key').inputValue()).toBe('acs:team');
  });

  it('are only read by a user who may not change them', async () => {
    const { page } = await openKey(browser, {
      key: { tags: [['team', uuid()]] },
      allowed: ['kms:ListResourceTags'],
    });
    await section(page, 'Tags').getByRole('listitem').filter({ hasText: 'team' }).waitFor();
    await refusal(page, 'Set the tag', 'kms:TagResources');
    await refusal(page, 'Remove team', 'kms:UntagResources');
  });
});
