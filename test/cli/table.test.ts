import { describe, expect, it } from 'vitest';
import { allPages } from '#cli/command/all-pages.ts';
import { formatPairs, formatTable } from '#cli/command/table.ts';

describe('A table', () => {
  it('aligns columns, and shows what is absent as a dash', () => {
    const at = new Date('2026-01-02T03:04:05.678Z');
    expect(
      formatTable(
        ['NAME', 'SINCE', 'KEYS'],
        [
          ['a', at, 0],
          ['longer', null, 12],
          ['', undefined, ''],
        ],
      ),
    ).toBe(
      [
        'NAME    SINCE                 KEYS',
        'a       2026-01-02T03:04:05Z  0',
        'longer  -                     12',
        '-       -                     -',
      ].join('\n'),
    );
  });

  it('of one thing aligns its values', () => {
    expect(formatPairs({ Name: 'a', 'Longer label': null })).toBe(
      'Name          a\nLonger label  -',
    );
  });

  it('can have the rows of all pages of a list', async () => {
    const pages = [
      { isTruncated: true, marker: 'b', rows: [1, 2] },
      { isTruncated: false, marker: '', rows: [3] },
    ];
    const asked: (string | undefined)[] = [];
    const rows = await allPages(
      async ({ marker }) => {
        asked.push(marker);
        return pages[asked.length - 1] ?? expect.fail('there is no such page');
      },
      (page) => page.rows,
    );
    expect([rows, asked]).toEqual([
      [1, 2, 3],
      [undefined, 'b'],
    ]);
  });
});
