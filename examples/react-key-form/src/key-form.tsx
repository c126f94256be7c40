import { useActionState } from 'react';
import { CreateKey, type ListedKey } from './documents.ts';
import { type Endpoint, execute, type Failure } from './execute.ts';
import { FailureMessage } from './failure-message.tsx';
import { KeySpec } from './generated/graphql.ts';

interface KeyFormProps {
  readonly endpoint: Endpoint;
  readonly onCreated: (key: ListedKey) => void;
}

/** What became of the last press of the button. */
interface Submitted {
  readonly createdKeyId?: string;
  readonly failure?: Failure;
  /** React empties a form after its action, so what a failed one held is filled in again. */
  readonly description?: string;
}

/** Creates a key of the spec that the user chooses. */
export function KeyForm({ endpoint, onCreated }: KeyFormProps) {
  async function create(_before: Submitted, form: FormData): Promise<Submitted> {
    const description = String(form.get('description'));
    const keySpec = form.get('keySpec') as KeySpec;
    const { data, failure } = await execute(endpoint, CreateKey, {
      input: { description, keySpec },
    });
    const key = data?.createKey;
    if (!key) return { failure, description };
    onCreated(key);
    return { createdKeyId: key.keyId };
  }

  const [{ createdKeyId, failure, description }, submit, isCreating] = useActionState(create, {});
  return (
    <section aria-labelledby="new">
      <h2 id="new">New key</h2>
      <form action={submit}>
        <label htmlFor="description">Description</label>
        <input
          id="description"
          name="description"
          maxLength={8_192}
          defaultValue={description ?? ''}
        />
        <label htmlFor="keySpec">Key spec</label>
        <select id="keySpec" name="keySpec" defaultValue={KeySpec.Aliyun_AES_256}>
          {Object.values(KeySpec).map((spec) => (
            <option key={spec}>{spec}</option>
          ))}
        </select>
        <button type="submit" disabled={isCreating}>
          {isCreating ? 'Creating…' : 'Create key'}
        </button>
      </form>
      <p role="status">{createdKeyId && `Created key ${createdKeyId}.`}</p>
      {failure && <FailureMessage {...failure} />}
    </section>
  );
}
