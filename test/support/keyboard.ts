import type { Locator, Page } from 'playwright-core';

/** More than any view has to pass. */
const MAX_PRESSES = 150;

/** Whether an element, or one of several, has the focus. */
const hasFocus = async (target: Locator): Promise<boolean> =>
  (await target.and(target.page().locator(':focus')).count()) > 0;

/** Presses Tab until the element has the focus. */
export async function tabTo(target: Locator): Promise<void> {
  await target.first().waitFor();
  const { keyboard } = target.page();
  for (let presses = 0; presses < MAX_PRESSES; presses += 1) {
    if (await hasFocus(target)) return;
    await keyboard.press('Tab');
  }
  throw new Error(`${target.toString()} cannot be reached by Tab`);
}

/** Goes to an element and presses a key there. */
export async function pressAt(target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press(key);
}

/** Goes to a field and types. */
export async function typeAt(field: Locator, text: string): Promise<void> {
  await tabTo(field);
  await field.page().keyboard.insertText(text);
}

/** Goes to something in a table that is a grid, which has one stop for Tab, by arrows, and presses Enter there. */
export async function pressInGrid(grid: Locator, target: Locator): Promise<void> {
  const { keyboard } = grid.page();
  await target.waitFor();
  await tabTo(grid.or(grid.getByRole('row')));
  for (let presses = 0; !(await hasFocus(target)); presses += 1) {
    if (presses === MAX_PRESSES) throw new Error(`${target.toString()} cannot be reached`);
    await keyboard.press('ArrowRight');
  }
  await keyboard.press('Enter');
}

/** Types into a field that offers what fits, and takes the option. */
export async function chooseAt(field: Locator, text: string, option: Locator): Promise<void> {
  await typeAt(field, text);
  await option.waitFor();
  const { keyboard } = field.page();
  for (let presses = 0; (await option.getAttribute('data-focused')) !== 'true'; presses += 1) {
    if (presses === MAX_PRESSES) throw new Error(`${option.toString()} cannot be reached`);
    await keyboard.press('ArrowDown');
  }
  await keyboard.press('Enter');
}

/** Opens a view by its link in the navigation. */
export const openByKeyboard = (page: Page, view: string): Promise<void> =>
  pressAt(page.getByRole('navigation').getByRole('link', { name: view, exact: true }));
