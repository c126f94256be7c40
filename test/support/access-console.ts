import type { Page } from 'playwright-core';
import { v4 as uuid } from 'uuid';
import { type Caller, caller } from './caller.ts';
import type { ConsoleTests } from './console.ts';
import { addUser, allowing } from './identities.ts';
import type { Credential } from './kms.ts';

/** A new account, its root identity, and how to open the console in it. */
export async function accessScene(browser: ConsoleTests) {
  const account = await browser.kms.addAccount();
  const root: Caller = caller('rpc', browser.kms, account);
  return {
    account,
    root,
    open: (path: string, { id }: Pick<Credential, 'id'> = account) =>
      browser.openConsole({ path, accessKeyId: id }),
    /** A user who may do these things, with an access key. */
    userWho: (...actions: readonly string[]) =>
      addUser(browser.kms, account.accountId, allowing(...actions)),
    /** A new user without anything. */
    async newUser(): Promise<string> {
      const userName = `user-${uuid().slice(0, 8)}`;
      await root.act('CreateUser', { userName });
      return userName;
    },
  };
}

/** The rows of a table, as text. */
export const rowsOf = (page: Page, table: string): Promise<string[]> =>
  page.getByRole('grid', { name: table, exact: true }).getByRole('row').allInnerTexts();

/** Waits for a message that something was done. */
export const told = (page: Page, text: string | RegExp): Promise<void> =>
  page.getByRole('alertdialog').or(page.getByRole('region')).getByText(text).first().waitFor();

/** Presses a button of the dialog that is open. */
export const pressInDialog = (page: Page, name: string): Promise<void> =>
  page
    .getByRole('dialog')
    .or(page.getByRole('alertdialog'))
    .getByRole('button', { name, exact: true })
    .last()
    .click();
