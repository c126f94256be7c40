import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

describe('The set-up', () => {
  it('does nothing, and says nothing, when nothing has changed', () => {
    const bootstrap = () => spawnSync(process.execPath, ['scripts/bootstrap.mjs', 'documents'], { cwd: root, encoding: 'utf8' });
    bootstrap(); // as `npm test` has done already
    const { status, stdout, stderr } = bootstrap();
    expect([status, stdout, stderr]).toEqual([0, '', '']);
    expect(existsSync(resolve(root, '.bootstrap-lock'))).toBe(false);
  });
});
