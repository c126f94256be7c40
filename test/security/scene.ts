import { type Caller, caller } from '../support/caller.ts';
import { addUser } from '../support/identities.ts';
import type { Credential, Kms } from '../support/kms.ts';
import type { Kind, SecretList } from './secret-list.ts';
import type { WatchedServer } from './watched-server.ts';

/** An account for the requests that fail. */
export interface Scene {
  readonly kms: Kms;
  readonly secrets: SecretList;
  /** The root identity of the account. */
  readonly root: Credential;
  /** A user who may do nothing. */
  readonly nobody: Credential;
  readonly as: Caller;
  readonly keyId: string;
  readonly disabledKeyId: string;
  /** A ciphertext with an encryption context. */
  readonly blob: string;
}

/** A request that fails. */
export interface Refusal {
  readonly name: string;
  /** What its text is. Absent: a plaintext. */
  readonly kind?: Kind;
  /** The code of the answer, or its HTTP status where it has none. */
  readonly expected: string;
  /** Sends it, with a text of its own. @returns what {@link expected} says */
  readonly send: (scene: Scene, plaintext: string) => Promise<string>;
}

/** Makes the account, with keys. */
export async function openScene({ kms, secrets }: WatchedServer): Promise<Scene> {
  const root = await kms.addAccount();
  const as = caller('rpc', kms, root);
  const [{ keyId }, { keyId: disabledKeyId }] = [await as.createKey(), await as.createKey()];
  await as.act('DisableKey', { keyId: disabledKeyId });
  const { ciphertextBlob = '' } = await as.act('Encrypt', {
    keyId,
    plaintext: secrets.text('plaintext', 'encrypted with a context'),
    encryptionContext: [['purpose', secrets.text('encryption context', 'of a ciphertext')]],
  });
  return {
    kms,
    secrets,
    root,
    nobody: await addUser(kms, root.accountId, []),
    as,
    keyId,
    disabledKeyId,
    blob: ciphertextBlob,
  };
}

/** Sends each refusal. @returns each name with the answer that it got, and with the expected one */
export async function sendRefusals(scene: Scene, refusals: readonly Refusal[]) {
  const answered: [string, string][] = [];
  for (const { name, kind = 'plaintext', send } of refusals)
    answered.push([name, await send(scene, scene.secrets.text(kind, `in ${name}`))]);
  return { answered, expected: refusals.map(({ name, expected }) => [name, expected]) };
}
