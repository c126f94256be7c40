import { describe, expect, it } from 'vitest';
import { KEY_STATES, type KeyState } from '#domain/key-state.ts';
import { onSqlite } from '../database.ts';
import { sharedKms } from '../kms.ts';
import { SURFACES, type Surface } from '../surfaces.ts';
import { callOperation, hasSurface } from './call-operation.ts';
import { FACTS_ONLY, factsOf } from './discover.ts';
import { type Example, type Facts, successOf } from './facts.ts';
import { referenceFields } from './reference-fields.ts';
import {
  callNaming,
  expectedAnswer,
  FOREIGN_FORMS,
  FORMS,
  keyIdsIn,
  referenceOwner,
} from './references.ts';
import { withSuccess } from './states.ts';
import type { Kind } from './subject.ts';
import { openSubjects, type Subjects } from './subjects.ts';
import { inputFor, testContract } from './test-contract.ts';
import { testSdks } from './test-sdks.ts';

/**
 * Registers the tests that every operation has, and the operation's own. An import for the facts only registers
 * nothing.
 * @param file `import.meta` of the operation's test file
 */
export function testOperation(file: ImportMeta, facts: Facts, ownTests?: () => void): void {
  if (file.url.endsWith(FACTS_ONLY)) return;
  describe(facts.operation.name, () => {
    let opened: Promise<Subjects> | undefined;
    const subjects = (): Promise<Subjects> => {
      opened ??= sharedKms().then(openSubjects);
      return opened;
    };
    testContract(facts, subjects);
    describe.each(SURFACES.filter((surface) => hasSurface(surface, facts.operation)))(
      'By %s',
      (surface) => {
        testExamples(surface, facts, subjects);
        testStates(surface, facts, subjects);
        testReferences(surface, facts, subjects);
      },
    );
    if (onSqlite) testSdks(facts, subjects); // what a client sends has nothing to do with the database
    ownTests?.();
  });
}

function testExamples(surface: Surface, facts: Facts, subjects: () => Promise<Subjects>): void {
  it('answers its examples', async () => {
    const { kms, callerOf } = await subjects();
    const credential = await callerOf(facts);
    for (const example of facts.examples) {
      const input = await inputFor(example, await subjects());
      const { outcome } = await callOperation(surface, kms, credential, facts, input);
      expect(outcome).toBe(successOf(facts));
    }
  });
}

/** A symmetric key that waits for its material is an imported one. */
const kindIn = (state: KeyState, kind: Kind): Kind =>
  state === 'PendingImport' && kind === 'symmetric key' ? 'waiting key' : kind;

function testStates(surface: Surface, facts: Facts, subjects: () => Promise<Subjects>): void {
  for (const example of facts.examples) {
    const { on, states, shows } = example;
    if (!on || !states) continue;
    describe(shows ? `with the state of ${shows}` : `on a key (${on})`, () => {
      it.each(KEY_STATES)('that is %s answers as published', async (state) => {
        const expected = withSuccess(states, successOf(facts))[state];
        await checkState(
          surface,
          facts,
          example,
          await subjects(),
          kindIn(state, on),
          state,
          expected,
        );
      });
    });
  }
}

async function checkState(
  surface: Surface,
  facts: Facts,
  example: Example,
  { kms, account, take, put }: Subjects,
  kind: Kind,
  state: KeyState,
  expected: string,
): Promise<void> {
  const subject = await take(kind);
  const input = (await example.input?.(subject)) ?? {};
  await put(subject.keyId, state);
  const readKey = () =>
    kms.store.db.key.findUniqueOrThrow({
      where: { id: subject.keyId },
      include: { versions: true, aliases: true, tags: true },
    });
  const before = await readKey();
  const { outcome } = await callOperation(surface, kms, account, facts, input);
  expect(outcome).toBe(expected);
  if (expected !== 'ok') expect(await readKey()).toEqual(before);
  if (facts.operation.effect === 'read') return;
  const event = await kms.store.db.auditEvent.findFirst({
    where: { accountId: account.accountId },
    orderBy: { id: 'desc' },
  });
  expect(event).toMatchObject({
    operation: facts.operation.name,
    outcome: expected === 'ok' ? 'Done' : expected,
    surface,
  });
}

function testReferences(surface: Surface, facts: Facts, subjects: () => Promise<Subjects>): void {
  const fields = referenceFields(facts.operation).flatMap((field) => {
    const owner = referenceOwner(surface, facts, field);
    return owner ? [{ field, owner }] : [];
  });
  it.each(fields)('accepts in $field the published references, and returns the id', async (one) => {
    const { references } = await factsOf(one.owner);
    const accepts = references?.[one.field] ?? [];
    for (const form of [...FORMS, ...FOREIGN_FORMS]) {
      const { outcome, answer, subject } = await callNaming(
        surface,
        await subjects(),
        facts,
        one.field,
        form,
      );
      const expected = expectedAnswer(form, accepts, one.field, successOf(facts));
      expect([form, outcome]).toEqual([form, expected]);
      const keyIds = keyIdsIn(answer);
      // ReEncrypt returns the key that decrypted, however its destination was named.
      expect(keyIds.filter((keyId) => keyId !== subject.keyId)).toEqual([]);
      if (outcome === 'ok' && 'keyId' in facts.operation.output.shape)
        expect(keyIds).not.toEqual([]);
    }
  });
}
