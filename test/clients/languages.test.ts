import { beforeAll, describe, expect, it } from 'vitest';
import { sharedKms } from '../support/kms.ts';
import { allFacts } from '../support/operation/discover.ts';
import { driverOf, type Played, play } from './drivers.ts';
import identities from './identities.json' with { type: 'json' };
import { LANGUAGES, type LanguageClient } from './languages.ts';
import written from './scenarios.json' with { type: 'json' };

/** The first build fetches what is pinned: a minute or two. */
const BUILD_MILLISECONDS = 900_000;

const facts = await allFacts();
interface Scenario {
  readonly name: string;
  readonly steps: readonly object[];
}

/** With those that the test files of operations add. */
const SCENARIOS: readonly Scenario[] = [
  ...written,
  ...facts.flatMap(({ scenario }) => scenario ?? []),
];
const scenariosOf = ({ service }: LanguageClient): readonly Scenario[] =>
  service ? identities : SCENARIOS;

type ServiceName = 'kms' | 'ram' | 'sts';

/** The operations of a service that a scenario calls. */
const calledIn = (scenarios: readonly Scenario[], service: ServiceName): string[] =>
  scenarios
    .flatMap(({ steps }) => steps)
    .flatMap((step: { readonly service?: string; readonly call?: string }) =>
      step.call !== undefined && (step.service ?? 'kms') === service ? [step.call] : [],
    );
/** The operations of a service that clients can call. */
const operationsOf = (service: ServiceName): string[] =>
  facts
    .filter(({ withoutScenario, operation: { graphqlOnly } }) => !withoutScenario && !graphqlOnly)
    .filter(({ operation }) => (operation.service ?? 'kms') === service)
    .map(({ operation }) => operation.name);
const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

describe('The scenarios', () => {
  it.each([
    ['kms', SCENARIOS],
    ['ram', identities],
    ['sts', identities],
  ] as const)('call every operation of %s', (service, scenarios) => {
    expect(sorted(calledIn(scenarios, service))).toEqual(sorted(operationsOf(service)));
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
      played =
        driver && (await play(driver, client, kms, await kms.addAccount(), scenariosOf(client)));
    }, BUILD_MILLISECONDS);

    it.for(client.own ? [] : scenariosOf(client).map(({ name }) => name))(
      '%s',
      (name, { skip }) => {
        if (!played) return skip('its packages cannot be fetched');
        expect(played.results.get(name)).toEqual({
          scenario: name,
          calls: expect.any(Array),
          lacks: [],
          failure: null,
        });
      },
    );

    it('does all that it was asked to, and calls the operations that docs/compatibility.md says', ({
      skip,
    }) => {
      if (!played) return skip('its packages cannot be fetched');
      const results = [...played.results.values()];
      expect(results.filter(({ failure, lacks }) => failure || lacks.length > 0)).toEqual([]);
      const { service = 'kms', own = operationsOf(service) } = client;
      // Those for RAM and STS also call the other services.
      const calls = results
        .flatMap((result) => result.calls)
        .filter((name) => operationsOf(service).includes(name));
      expect(sorted(calls)).toEqual(sorted(own));
    });

    it('is of the release that is pinned', ({ skip }) => {
      if (!played) return skip('its packages cannot be fetched');
      expect(played.version.replace(/^v/, '')).toBe(client.release);
    });
  });
}
