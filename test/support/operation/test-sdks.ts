import { describe, expect, it } from 'vitest';
import { SDKS } from '../../clients/sdks.ts';
import { type Facts, successOf } from './facts.ts';
import { rpcParameters } from './spell.ts';
import type { Subjects } from './subjects.ts';

/** Calls an operation with every SDK for JavaScript that has a request for it. */
export function testSdks(facts: Facts, subjects: () => Promise<Subjects>): void {
  const { operation, examples, missingInSdks = [] } = facts;
  // test/clients calls RAM and STS with their own SDKs
  if (operation.service || operation.graphqlOnly) return;
  const [example] = examples;

  describe.each(SDKS)('By $name', (sdk) => {
    if (missingInSdks.includes(sdk.name))
      it('has no request of this name', () => {
        expect(sdk.has(operation.name)).toBe(false);
      });
    else
      it('is called successfully', async () => {
        const { kms, account, take, put } = await subjects();
        const subject = await take(example.on ?? 'symmetric key');
        const input = (await example.input?.(subject)) ?? {};
        if (example.state) await put(subject.keyId, example.state);
        const call = () =>
          sdk.call(kms, account, operation.name, rpcParameters(operation, input)).then(
            () => 'ok',
            (error: unknown) => sdk.codeOf(error),
          );
        // An SDK waits three seconds, which an RSA key can take on a busy machine. Its own timeout has no code.
        let outcome = await call();
        for (let again = 0; outcome === undefined && again < 5; again += 1) outcome = await call();
        expect(outcome).toBe(successOf(facts));
      });
  });
}
