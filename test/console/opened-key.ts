import type { Page } from 'playwright-core';
import type { Visit } from '../support/browser.ts';
import { type Caller, caller, type KeyInput } from '../support/caller.ts';
import { type ConsoleTests, withoutLiveUpdates } from '../support/console.ts';
import { addUser, allowing } from '../support/identities.ts';
import type { Credential } from '../support/kms.ts';

/** A key in an account of its own, open in a browser. */
export interface OpenedKey extends Visit {
  readonly root: Caller;
  readonly credential: Credential;
  readonly keyId: string;
}

interface OpenedKeyOptions {
  readonly key?: KeyInput;
  /** Part of the view. */
  readonly tab?: string;
  /** What is done with the key before it is opened. */
  readonly prepare?: (root: Caller, keyId: string) => Promise<unknown>;
  /** The actions that the reader may do. Absent: all, as root. */
  readonly allowed?: readonly string[];
  /** False: the page learns of changes by others only when it asks. */
  readonly isLive?: boolean;
}

/** Makes a key in a new account and opens its view. */
export async function openKey(
  { kms, openConsole }: ConsoleTests,
  { key = {}, tab = 'overview', prepare, allowed, isLive = true }: OpenedKeyOptions = {},
): Promise<OpenedKey> {
  const credential = await kms.addAccount();
  const root = caller('graphql', kms, credential);
  const { keyId } = await root.createKey(key);
  await prepare?.(root, keyId);
  const reader = allowed
    ? await addUser(kms, credential.accountId, allowing('kms:DescribeKey', ...allowed))
    : credential;
  const visit = await openConsole({
    accessKeyId: reader.id,
    path: `/keys/${keyId}?tab=${tab}`,
    ...(!isLive && { prepare: withoutLiveUpdates }),
  });
  return { ...visit, root, credential, keyId };
}

/** A section of the view. */
export const section = (page: Page, name: string) =>
  page.getByRole('region', { name, exact: true });

/** Waits for a message, and presses its button to undo. */
export async function undo(page: Page, message: RegExp): Promise<void> {
  await page
    .getByRole('alertdialog')
    .filter({ hasText: message })
    .getByRole('button', { name: 'Undo' })
    .click();
}

/** Waits until a button that cannot be used says why. */
export async function refusal(page: Page, button: string, reason: string): Promise<void> {
  // A tooltip opens for a pointer that has moved in the page before.
  await page.mouse.move(1, 1);
  await page.mouse.move(2, 2);
  await page.getByRole('button', { name: button, exact: true, disabled: true }).hover();
  await page.getByRole('tooltip').filter({ hasText: reason }).waitFor();
}
