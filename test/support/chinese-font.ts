import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const FOLDER = '@fontsource/noto-sans-sc/files';
const WEIGHTS = [400, 700];

/** Gives the documents that a page will load a font with Chinese characters, which the test browser has not. */
export async function addChineseFont(page: Page): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  for (const weight of WEIGHTS) {
    const file = resolve(`${FOLDER}/noto-sans-sc-chinese-simplified-${weight}-normal.woff2`);
    // Before anything is shown: the browser remembers which characters it has not found.
    await page.addInitScript(
      ([base64 = '', fontWeight = '']) => {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        document.fonts.add(new FontFace('Noto Sans SC', bytes, { weight: fontWeight }));
      },
      [readFileSync(file).toString('base64'), String(weight)],
    );
  }
}
