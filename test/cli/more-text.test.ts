import { describe, expect, it } from 'vitest';
import { moreText } from '../../src/cli/audit/list.ts';
import { readLimit } from '../../src/cli/audit/options.ts';

describe('The end of a list of audit events', () => {
  it.each([
    [1_000, 10_000],
    [50_000, 100_000],
    [99_999, 100_000],
  ])('after %i of more events names a limit that is accepted', (limit, next) => {
    expect(moreText(true, limit)).toBe(`\nThere are more. Add --limit ${next}.`);
    expect(readLimit(String(next))).toBe(next);
  });

  it('names another way at the largest limit', () => {
    expect(moreText(true, 100_000)).toBe(
      '\nThere are more. Find earlier ones with: npm run audit -- list --to <time>',
    );
    expect(moreText(false, 100_000)).toBe('');
  });
});
