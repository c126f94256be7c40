import { KEY_STATES, type KeyState } from '#domain/key-state.ts';
import type { AnyOperation } from '#pipeline/operation.ts';
import { SDKS, type Sdk } from '../clients/sdks.ts';
import { SURFACES, type Surface } from '../support/caller.ts';
import { callNaming, FORMS, type Form, isNamedIn, referenceFields } from './references.ts';
import { type Sample, samplesOf, successOf } from './samples.ts';
import { isSpokenBy, speak, wireOf } from './speak.ts';
import type { Kind, Subjects } from './subjects.ts';

/** What each state answers: `ok`, a code, or null where no key of this kind can be in it. */
export type StateAnswers = Readonly<Record<KeyState, string | null>>;

export interface NamedBy {
  readonly field: string;
  readonly forms: readonly Form[];
}

/** What an operation did. */
export interface Measured {
  readonly operation: AnyOperation;
  readonly samples: readonly {
    readonly sample: Sample;
    readonly answers: Readonly<Partial<Record<Surface, StateAnswers>>>;
  }[];
  readonly named: Readonly<Partial<Record<Surface, readonly NamedBy[]>>>;
  /** By the SDK's name: `ok`, what it was refused with, or null where the SDK has no such request. */
  readonly clients: Readonly<Record<string, string | null>>;
}

/** Runs an operation in every state of a key, by every form of its name, and with every SDK. */
export async function measure(subjects: Subjects, operation: AnyOperation): Promise<Measured> {
  const surfaces = SURFACES.filter((surface) => isSpokenBy(surface, operation));
  const samples = [];
  for (const sample of samplesOf(operation)) {
    const { on } = sample;
    const answers = on
      ? await collect(surfaces, (surface) =>
          collect(KEY_STATES, (state) => answerIn(state, on, surface, subjects, operation, sample)),
        )
      : {};
    samples.push({ sample, answers });
  }
  const named = await collect(surfaces, (surface) => namedBy(surface, subjects, operation));
  const byName = new Map(SDKS.map((sdk) => [sdk.name, sdk]));
  const clients = await collect([...byName.keys()], (name) =>
    answerTo(byName.get(name), subjects, operation),
  );
  return { operation, samples, named, clients };
}

/** One after the other: they share their keys. */
async function collect<const K extends string, V>(
  keys: readonly K[],
  work: (key: K) => Promise<V>,
): Promise<Record<K, V>> {
  const collected: [K, V][] = [];
  for (const key of keys) collected.push([key, await work(key)]);
  return Object.fromEntries(collected) as Record<K, V>;
}

/** A secret key that waits for its material is an imported one; a key pair never waits. */
function kindIn(state: KeyState, kind: Kind): Kind | null {
  if (state !== 'PendingImport' || kind === 'imported key') return kind;
  return kind === 'secret key' ? 'imported key' : null;
}

async function answerIn(
  state: KeyState,
  on: Kind,
  surface: Surface,
  subjects: Subjects,
  operation: AnyOperation,
  sample: Sample,
) {
  const kind = kindIn(state, on);
  if (!kind) return null;
  const subject = await subjects.take(kind);
  const input = (await sample.input?.(subject)) ?? {};
  await subjects.put(subject.keyId, state);
  return (await speak(surface, subjects.kms, subjects.account, operation, input)).outcome;
}

async function namedBy(
  surface: Surface,
  subjects: Subjects,
  operation: AnyOperation,
): Promise<NamedBy[]> {
  const named: NamedBy[] = [];
  for (const field of referenceFields(operation).filter((one) =>
    isNamedIn(surface, operation, one),
  )) {
    const forms: Form[] = [];
    for (const form of FORMS) {
      const { outcome, sample } = await callNaming(surface, subjects, operation, field, form);
      if (outcome === successOf(sample)) forms.push(form);
    }
    named.push({ field, forms });
  }
  return named;
}

async function answerTo(
  sdk: Sdk | undefined,
  { kms, account, take, put }: Subjects,
  operation: AnyOperation,
): Promise<string | null> {
  if (!sdk?.has(operation.name)) return null;
  const [sample] = samplesOf(operation);
  const subject = await take(sample.on ?? 'secret key');
  const input = (await sample.input?.(subject)) ?? {};
  if (sample.state) await put(subject.keyId, sample.state);
  return sdk.call(kms, account, operation.name, wireOf(operation, input)).then(
    () => 'ok',
    (error: unknown) => String(sdk.codeOf(error)),
  );
}
