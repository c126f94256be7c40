import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openExportFile } from '../../src/cli/audit/export-file.ts';

const ACCOUNT = '1000000000000001';
const EVENT = '01234567-89ab-7def-8123-456789abcdef';
const LINE = `${JSON.stringify({ eventId: EVENT, recipientAccountId: ACCOUNT })}\n`;
const MEBIBYTE = 1_048_576;

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'keywright-export-')), 'file');
  writeFileSync(file, text);
  return file;
}

describe('A file to which audit events are exported', () => {
  it.each([
    ['one line without an end', 'precious'],
    ['text whose last line has no end', 'one\ntwo\nthree'],
    ['JSON of something else', '{"name":1}\n{"na'],
    ['an empty line', '\nx'],
    ['a last line end that lies far back', `${LINE}${'x'.repeat(2 * MEBIBYTE)}`],
    ['one line that is longer than any event', `{"eventId":"${'x'.repeat(2 * MEBIBYTE)}`],
    ['JSON of something else without a line end', '{"eventIdentity":"'],
    ['an event in another form', `{ "eventId": "${EVENT}", "recipientAccountId": "${ACCOUNT}" }`],
  ])('is left as it is if it has %s', (_name, text) => {
    const file = fileWith(text);
    expect(() => openExportFile(file, ACCOUNT)).toThrow(
      `${file} is not an export of audit events. Name another file.`,
    );
    expect(readFileSync(file, 'utf8') === text).toBe(true);
  });

  it('is a regular one', () => {
    expect(() => openExportFile('/dev/null', ACCOUNT)).toThrow('/dev/null is not a regular file.');
  });

  it('is left as it is if it has events of another account', () => {
    const text = `${LINE}{"eventId":"0123`;
    const file = fileWith(text);
    expect(() => openExportFile(file, '7')).toThrow(`has the events of the account ${ACCOUNT}`);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it.each([
    ['nothing', '', undefined, ''],
    ['half an event', '{"eventId":"0123', undefined, ''],
    ['events', LINE, EVENT, LINE],
    ['events and a half one', `${LINE}${LINE}{"ev`, EVENT, LINE + LINE],
  ])('is continued if it has %s', async (_name, text, lastEventId, kept) => {
    const file = fileWith(text);
    {
      using target = openExportFile(file, ACCOUNT);
      expect(target.lastEventId).toBe(lastEventId);
      await target.write('next\n');
    }
    expect(readFileSync(file, 'utf8')).toBe(`${kept}next\n`);
  });
});
