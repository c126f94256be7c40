import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { confirm } from '#cli/command/confirm.ts';

/** A terminal at which this is typed. */
function terminal(typed: string, isTTY = true) {
  const written: string[] = [];
  const input = Object.assign(new PassThrough(), { isTTY });
  input.end(typed);
  return { input, written, output: { write: (text: string) => written.push(text) } };
}

const EFFECT = 'This deletes the user build permanently.';

describe('A confirmation', () => {
  it('is the name, and what will happen is shown before', async () => {
    const { input, output, written } = terminal('build\n');
    await confirm('build', EFFECT, {}, { input, output });
    expect(written.join('')).toBe(`${EFFECT}\nType build to confirm: `);
  });

  it.each(['y\n', 'yes\n', 'Build\n', '\n', ''])('is not %j', async (typed) => {
    await expect(confirm('build', EFFECT, {}, terminal(typed))).rejects.toThrow(
      'Nothing was changed, because the text is not build.',
    );
  });

  it('cannot be given where nobody types, even if the name is there', async () => {
    await expect(confirm('build', EFFECT, {}, terminal('build\n', false))).rejects.toThrow(
      `${EFFECT} Standard input is not a terminal, so nobody can confirm this. Add --yes to do it without a question.`,
    );
  });

  it('is not asked for with --yes', async () => {
    const { input, output, written } = terminal('', false);
    await confirm('build', EFFECT, { yes: true }, { input, output });
    expect(written).toEqual([]);
  });
});
