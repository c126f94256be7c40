import type { Surface } from '../support/caller.ts';
import { type Answer, type Asked, DONE, UNAVAILABLE, UNKNOWN } from './ask.ts';

/** A key that was asked for. Its label is its description, and its client token where it has one: no other key's. */
export interface Creation {
  readonly label: string;
  readonly origin: 'Aliyun_KMS' | 'EXTERNAL';
  readonly hasToken: boolean;
}

/** What was encrypted, and by which surface: the same one gives it back as it was. */
export interface Sealed {
  readonly ciphertextBlob: string;
  readonly plaintext: string;
  readonly surface: Surface;
  readonly round: number;
}

/** A key that was acknowledged. */
export interface KnownKey {
  readonly keyId: string;
  readonly creation: Creation;
  /** The one that was acknowledged last; after an unknown answer all that it may be in now. */
  states: readonly string[];
  hasMaterial: boolean;
  /** When it was last heard of. */
  round: number;
  readonly sealed: Sealed[];
}

/** What the service has promised, and where it did not keep to it. */
export class Ledger {
  round = 0;
  readonly keys: KnownKey[] = [];
  /** The audited calls that were answered with success, by request id. */
  readonly acknowledged = new Map<
    string,
    { readonly asked: Asked; readonly keyId: string | undefined }
  >();
  /** The calls of which it was said that they changed nothing, by request id. */
  readonly undone = new Set<string>();
  /** Whatever was lost, doubled or half. */
  readonly losses = new Set<string>();

  /** Notes an answer. A code that is neither among the right ones nor due to a crash is a loss. */
  note(
    asked: Asked,
    answer: Answer,
    right: readonly string[],
    keyId: string | undefined = answer.data.keyId,
  ): void {
    const { code, requestId } = answer;
    if (code === UNKNOWN) return;
    if (code === UNAVAILABLE) {
      if (requestId) this.undone.add(requestId);
      return;
    }
    if (!right.includes(code))
      this.losses.add(`${asked} of ${keyId}: ${code} instead of ${right.join(' or ')}`);
    if (code !== DONE || asked === 'DescribeKey') return; // reads are not audited
    if (requestId) this.acknowledged.set(requestId, { asked, keyId });
    else this.losses.add(`${asked} of ${keyId}: done, without a request id`);
  }
}
