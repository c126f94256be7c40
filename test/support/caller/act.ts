import { camelCase } from '../camel-case.ts';
import type { Credential, Kms } from '../kms.ts';
import { callOperation } from '../operation/call-operation.ts';
import { factsOf } from '../operation/discover.ts';
import type { Surface } from '../surfaces.ts';
import { Refused } from './refused.ts';
import type { Caller } from './views.ts';

/** Calls any operation by its name. @throws Refused where the answer is an error */
export const performAs =
  (surface: Surface, kms: Kms, credential: Credential): Caller['act'] =>
  async (operation, input = {}) => {
    const { outcome, answer, message, requestId, field } = await callOperation(
      surface,
      kms,
      credential,
      await factsOf(operation),
      input,
      { now: kms.services.clock() },
    );
    if (outcome !== 'ok') throw new Refused(outcome, message ?? '', requestId, field);
    if (answer === null || answer === undefined) throw new Error('null without an error');
    return typeof answer === 'object'
      ? surface === 'rpc'
        ? textsOf(answer, camelCase)
        : textsOf(answer)
      : (answer as unknown as Record<string, string>);
  };

/** Each field as text, as both surfaces can give it; what is nested and null as it is. */
const textsOf = (answer: object, rename = (name: string) => name): Record<string, string> =>
  Object.fromEntries(
    Object.entries(unwrapped(answer)).map(([name, value]) => [
      rename(name),
      typeof value === 'object' ? value : String(value),
    ]),
  );

/** RPC puts the fields of a key version into an object of their own; GraphQL does not. */
const unwrapped = (answer: object): object =>
  'KeyVersion' in answer ? (answer.KeyVersion as object) : answer;
