import { describe, expect, it } from 'vitest';
import { apiTokenOf, isApiToken } from '#domain/api-token.ts';
import { makeApiToken } from '#integrity/new-api-token.ts';

describe('An API token', () => {
  // The checksums of GitHub's tokens, which have the same form, for these bodies.
  it.each([
    ['zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ', '0mLq17'],
    ['abcdefghijklmnopqrstuvwxyz0123', '2LolCm'],
  ])('ends with the checksum of %s', (body, checksum) => {
    expect(apiTokenOf(body)).toBe(`kwt_${body}${checksum}`);
    expect(isApiToken(apiTokenOf(body))).toBe(true);
  });

  it('is recognized only if every character is right', () => {
    const token = makeApiToken();
    expect(token).toMatch(/^kwt_[0-9A-Za-z]{36}$/);
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'x' ? 'y' : 'x';
      expect([at, isApiToken(`${token.slice(0, at)}${other}${token.slice(at + 1)}`)]).toEqual([
        at,
        false,
      ]);
    }
    for (const text of ['', 'kwt_', `${token}0`, token.slice(0, -1), ` ${token}`, `${token}\n`])
      expect([text, isApiToken(text)]).toEqual([text, false]);
  });
});
