import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { seriousProblems } from '../support/accessibility.ts';
import { addChineseFont } from '../support/chinese-font.ts';
import { openView, useConsole } from '../support/console.ts';
import { ROOT } from '../support/documents.ts';
import { addSampleData, type SampleData } from './sample-data.ts';
import { viewsOf } from './views.ts';

const browser = useConsole();

/** `npm run screens` writes the pictures of the documentation here. */
const SCREENS = resolve(ROOT, 'docs/screens');
const isWriting = process.env.KEYWRIGHT_WRITE_SCREENS === '1';

const THEMES = ['light', 'dark'] as const;
const SIZES = [
  [1280, 900],
  [390, 844],
] as const;
const LANGUAGES = ['en', 'zh'] as const;

/**
 * Unless all are pictured: a theme changes no layout, and Chinese differs from English in its texts only, so a narrow page
 * is looked at in the light theme, and in Chinese only that one.
 */
const isLookedAt = (language: string, theme: string, width: number) =>
  isWriting || (width < 1_000 ? theme === 'light' : language === 'en');

const modes = THEMES.flatMap((theme) =>
  SIZES.flatMap(([width, height]) =>
    LANGUAGES.filter((language) => isLookedAt(language, theme, width)).map((language) => ({
      theme,
      width,
      height,
      language,
    })),
  ),
);

let sample: SampleData;
beforeAll(async () => {
  sample = await addSampleData(browser.kms);
  if (isWriting) mkdirSync(SCREENS, { recursive: true });
});

describe('Every view of the console', () => {
  it.each(modes)(
    'fits and can be used by everybody: $theme, $width wide, $language',
    async (mode) => {
      const { theme, width, height, language } = mode;
      const { page, complaints, elsewhere } = await browser.openConsole({
        accessKeyId: sample.credential.id,
        colorScheme: theme,
        viewport: { width, height },
        locale: language === 'zh' ? 'zh-CN' : 'en-US',
        ...(isWriting && language === 'zh' && { prepare: addChineseFont }),
      });
      for (const [name, path] of Object.entries(viewsOf(sample))) {
        await openView(browser.kms, page, path);
        expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(width);
        // The languages differ in their texts only.
        if (language === 'en') expect(await seriousProblems(page), name).toEqual([]);
        if (!isWriting) continue;
        await page.screenshot({
          path: `${SCREENS}/${name}-${theme}-${width}-${language}.png`,
        });
      }
      expect(complaints).toEqual([]);
      expect(elsewhere).toEqual([]);
    },
  );
});
