import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds in a page that is serious or critical, each with the elements. */
export async function seriousProblems(page: Page): Promise<string[]> {
  await page.evaluate(AXE); // evaluated by the debugger: a script element would need the page's permission
  const violations = (await page.evaluate(
    // React Aria's own announcer names a button that can be gone already, until it is emptied.
    '(async () => (await axe.run({ exclude: "[data-live-announcer]" })).violations)()',
  )) as AxeResult[];
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`);
}
