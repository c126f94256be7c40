import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');

describe('The set-up', () => {
  // Run by `npm test`, it has just been done. By vitest alone it might reinstall what these tests stand on.
  it.runIf(process.env.npm_lifecycle_event === 'test')('does nothing, and says nothing, when nothing has changed', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/bootstrap.mjs', 'documents'], { cwd: root, encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
    expect(existsSync(resolve(root, '.bootstrap-lock'))).toBe(false);
  });
});
