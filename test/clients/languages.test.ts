import { beforeAll, describe, expect, it } from 'vitest';
import { sharedKms } from '../support/kms.ts';
import { allFacts } from '../support/operation/discover.ts';
import { driverOf, type Played, play } from './drivers.ts';
import { LANGUAGES } from './languages.ts';
import written from './scenarios.json' with { type: 'json' };

/** The first build fetches what is pinned: a minute or two. */
const BUILD_MILLISECONDS = 900_000;

const facts = await allFacts();
/** With those that the test files of operations add. */
const scenarios: readonly { readonly name: string; readonly steps: readonly object[] }[] = [
  ...written,
  ...facts.flatMap(({ scenario }) => scenario ?? []),
];

const operationsOf = (steps: readonly object[]): string[] =>
  steps.flatMap((step) => ('call' in step ? [String(step.call)] : []));
const EVERY_OPERATION = facts
  .filter(({ withoutScenario }) => !withoutScenario)
  .map(({ operation }) => operation.name)
  .sort();

describe('The scenarios', () => {
  it('call every operation', () => {
    expect([...new Set(scenarios.flatMap(({ steps }) => operationsOf(steps)))].sort()).toEqual(
      EVERY_OPERATION,
    );
  });
});

for (const language of LANGUAGES) {
  const isHere = await language.isHere();
  if (!isHere)
    console.error(
      `SKIPPED: the ${language.name} clients are not tested, since this machine lacks ${language.needs}.`,
    );

  describe.skipIf(!isHere).each(language.clients)(`${language.name}: $package`, (client) => {
    let played: Played | undefined;
    beforeAll(async () => {
      const driver = await driverOf(language);
      const kms = await sharedKms();
      played = driver && (await play(driver, client, kms, await kms.addAccount(), scenarios));
    }, BUILD_MILLISECONDS);

    it.for(client.own ? [] : scenarios.map(({ name }) => name))('%s', (name, { skip }) => {
      if (!played) return skip('its packages cannot be fetched');
      expect(played.results.get(name)).toEqual({
        scenario: name,
        calls: expect.any(Array),
        lacks: [],
        failure: null,
      });
    });

    it('does all that it was asked to, and calls the operations that docs/compatibility.md says', ({
      skip,
    }) => {
      if (!played) return skip('its packages cannot be fetched');
      const results = [...played.results.values()];
      expect(results.filter(({ failure, lacks }) => failure || lacks.length > 0)).toEqual([]);
      expect([...new Set(results.flatMap(({ calls }) => calls))].sort()).toEqual(
        client.own ?? EVERY_OPERATION,
      );
    });

    it('is of the release that is pinned', ({ skip }) => {
      if (!played) return skip('its packages cannot be fetched');
      expect(played.version.replace(/^v/, '')).toBe(client.release);
    });
  });
}
