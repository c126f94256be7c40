import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#store/migrate.ts';

/** A folder for everything the tests write, with a database that is migrated once and copied from then on. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'keywright-test-'));
  process.env.KEYWRIGHT_TEST_DIR = folder;
  migrate(join(folder, 'template.db'));
  return () => rmSync(folder, { recursive: true, force: true });
}
