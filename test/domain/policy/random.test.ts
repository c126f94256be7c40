import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '#domain/policy/evaluate.ts';
import { visibility } from '#domain/policy/foresee.ts';
import { parsePolicy } from '#domain/policy/parse-policy.ts';
import { decideNaively, type NaiveFacts, type NaivePolicy } from '../../support/naive-policy.ts';
import { requestOf, subject } from '../../support/policy-requests.ts';
import { randomFacts, randomKey, randomPolicies } from '../../support/random-policies.ts';

const compile = (policies: readonly NaivePolicy[]) =>
  policies.map((policy) => parsePolicy(JSON.stringify(policy), 'identity'));
const ACCOUNT = '100';
const KEYS = 'acs:kms:r1:100:key/*';

describe('Random policies', () => {
  it('decide 100,000 requests as a naive evaluator does', () => {
    const seen = { Allow: 0, ExplicitDeny: 0, ImplicitDeny: 0 };
    const requests = fc.array(randomFacts, { minLength: 20, maxLength: 20 });
    fc.assert(
      fc.property(randomPolicies, requests, (policies, all) => {
        const compiled = compile(policies);
        for (const facts of all) {
          const expected = decideNaively(policies, facts);
          seen[expected] += 1;
          const { decision } = evaluate(compiled, requestOf(facts));
          if (decision !== expected)
            expect.fail(`${decision}, not ${expected}, for ${JSON.stringify(facts)}`);
        }
      }),
      { numRuns: 5_000 },
    );
    expect(seen.Allow + seen.ExplicitDeny + seen.ImplicitDeny).toBeGreaterThanOrEqual(100_000);
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5_000);
  });

  it('show all keys or none only where this holds for each key', () => {
    const seen = { all: 0, some: 0, none: 0 };
    const rows = fc.array(randomKey, { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(randomPolicies, randomFacts, rows, (policies, facts, keys) => {
        const user = subject('user', ACCOUNT, 'u', ...compile(policies));
        const shown = visibility(user, { ...requestOf(facts), resource: KEYS });
        seen[shown] += 1;
        const decisions = keys.map((key) => decideNaively(policies, { ...facts, ...key }));
        if (shown === 'all') expect(new Set(decisions)).toEqual(new Set(['Allow']));
        if (shown === 'none') expect(decisions).not.toContain('Allow');
      }),
      { numRuns: 5_000 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(200);
  });

  it('allow what is unknown only if they allow it for each key', () => {
    fc.assert(
      fc.property(randomPolicies, randomFacts, randomKey, (policies, facts, key) => {
        const row: NaiveFacts = { ...facts, ...key };
        const known = decideNaively(policies, row);
        const { tags: _tags, keySpec: _keySpec, ...conditions } = requestOf(facts).conditions;
        const unknownKey = evaluate(compile(policies), {
          action: facts.action,
          resource: key.resource,
          conditions,
          unknown: { key: true },
        });
        if (unknownKey.decision === 'Allow') expect(known).toBe('Allow');
        if (known === 'ExplicitDeny') expect(unknownKey.decision).toBe('ExplicitDeny');
        const nothingKnown = evaluate(compile(policies), {
          action: facts.action,
          resource: KEYS,
          conditions,
          unknown: { key: true, resource: true },
        });
        if (nothingKnown.decision === 'Allow') expect(unknownKey.decision).toBe('Allow');
        if (known === 'ExplicitDeny') expect(nothingKnown.decision).toBe('ExplicitDeny');
      }),
      { numRuns: 5_000 },
    );
  });
});
