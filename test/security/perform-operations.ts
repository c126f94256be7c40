import type { AnyOperation } from '#pipeline/operation.ts';
import { addUser } from '../support/identities.ts';
import type { Credential } from '../support/kms.ts';
import { callOperation, hasSurface } from '../support/operation/call-operation.ts';
import { allFacts } from '../support/operation/discover.ts';
import { type Facts, successOf } from '../support/operation/facts.ts';
import type { Input } from '../support/operation/subject.ts';
import { openSubjects } from '../support/operation/subjects.ts';
import { inputFor } from '../support/operation/test-contract.ts';
import { SURFACES, type Surface } from '../support/surfaces.ts';
import type { SecretList } from './secret-list.ts';
import type { WatchedServer } from './watched-server.ts';

/** One call, with the code of its answer or `ok`. */
interface Performed {
  readonly call: string;
  readonly operation: string;
  readonly outcome: string;
}

/** What all operations answered. */
interface PerformedAll {
  readonly done: readonly (Performed & { readonly expected: string })[];
  /** To a user who may do nothing. */
  readonly denied: readonly Performed[];
  /** With a plaintext where another value belongs. */
  readonly misused: readonly Performed[];
}

/** Texts that people write for others to read. They are stored and shown, as are the fields that audit rows keep. */
const PUBLIC_FIELDS: ReadonlySet<string> = new Set([
  'description',
  'newDescription',
  'deletionProtectionDescription',
  'displayName',
  'mobilePhone',
  'email',
  'comments',
  'newDisplayName',
  'newMobilePhone',
  'newEmail',
  'newComments',
]);

/** Calls every operation: successfully, as a user who may do nothing, and with a plaintext in each of its fields. */
export async function performOperations(watched: WatchedServer): Promise<PerformedAll> {
  const facts = await allFacts();
  const [first, second] = await Promise.all(
    SURFACES.map((surface) => performBy(surface, watched, facts)),
  );
  const all = <K extends keyof PerformedAll>(name: K) =>
    [...(first?.[name] ?? []), ...(second?.[name] ?? [])] as unknown as PerformedAll[K];
  return { done: all('done'), denied: all('denied'), misused: all('misused') };
}

async function performBy(
  surface: Surface,
  { kms, secrets }: WatchedServer,
  all: readonly Facts[],
): Promise<PerformedAll> {
  const subjects = await openSubjects(kms);
  const nobody = await addUser(kms, subjects.account.accountId, []);
  const done: PerformedAll['done'][number][] = [];
  const denied: Performed[] = [];
  const misused: Performed[] = [];
  for (const facts of all.filter(({ operation }) => hasSurface(surface, operation))) {
    const { operation, examples } = facts;
    const perform = async (credential: Credential, input: Input, how: string) => {
      const call = `${operation.name} by ${surface}, ${how}`;
      const given = withPlaintext(secrets, call, operation, input);
      const { outcome } = await callOperation(surface, kms, credential, facts, given);
      return { call, operation: operation.name, outcome };
    };
    const own = await subjects.callerOf(facts);
    for (const [index, example] of examples.entries()) {
      const input = await inputFor(example, subjects);
      const answered = await perform(own, input, `example ${index}`);
      done.push({ ...answered, expected: successOf(facts) });
    }
    const input = await inputFor(examples[0], subjects);
    denied.push(await perform(nobody, input, 'denied'));
    for (const field of secretFields(surface, facts)) {
      const plaintext = secrets.text('plaintext', `${operation.name} by ${surface}, as ${field}`);
      misused.push(await perform(own, { ...input, [field]: plaintext }, `misused ${field}`));
    }
  }
  return { done, denied, misused };
}

/** The fields of an input in which no row and no answer may show what was sent. */
const secretFields = (
  surface: Surface,
  { operation, graphqlInputFields, graphqlInput = (input) => input }: Facts,
): string[] => {
  const { audit = [], graphqlOnlyFields = [], input } = operation;
  const fields = Object.keys(input.shape);
  const offered =
    surface === 'graphql'
      ? (graphqlInputFields ?? fields).filter((field) =>
          Object.values(graphqlInput({ [field]: '' })).some((value) => value !== undefined),
        )
      : fields.filter((field) => !graphqlOnlyFields.includes(field));
  return offered.filter((field) => !PUBLIC_FIELDS.has(field) && !audit.includes(field));
};

/** The input with a fresh plaintext where the operation takes bytes to encrypt. */
const withPlaintext = (
  secrets: SecretList,
  call: string,
  { input: { shape } }: AnyOperation,
  input: Input,
): Input =>
  'plaintext' in shape && typeof input.plaintext !== 'string'
    ? { ...input, plaintext: secrets.bytes('plaintext', call) }
    : input;
