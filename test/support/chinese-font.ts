import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const FILE = '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff2';

/** Gives a page a font with Chinese characters, which the test browser has not. Call it after each navigation. */
export async function addChineseFont(page: Page): Promise<void> {
  const font = readFileSync(createRequire(import.meta.url).resolve(FILE)).toString('base64');
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    document.fonts.add(await new FontFace('Noto Sans SC', bytes).load());
  }, font);
}
