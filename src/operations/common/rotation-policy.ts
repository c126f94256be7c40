import { InvalidParameterError, MissingParameterError } from '#domain/errors.ts';
import {
  afterRotation,
  INTERVAL_ADVICE,
  nextRotation,
  parseRotationInterval,
} from '#domain/rotation.ts';
import { makeKeyVersion } from '#keyring/key-versions.ts';
import { requesterOf } from '#pipeline/call.ts';
import { flag, text } from '#pipeline/fields.ts';
import type { Context, KeyRow } from '#pipeline/operation.ts';
import type { KeyChange } from '#pipeline/write-set.ts';
import { TABLES } from '#store/tables.ts';

/** Input fields of automatic rotation. The interval is required with true and ignored with false. */
export const rotationInput = {
  enableAutomaticRotation: flag,
  rotationInterval: text(32).optional(),
};

interface RotationInput {
  readonly enableAutomaticRotation: boolean;
  readonly rotationInterval?: string | undefined;
}

/**
 * The columns of a key that hold its rotation policy.
 * @param last time of the last rotation, or of creation. @throws MissingParameterError, InvalidParameterError
 */
export function rotationPolicy(
  { enableAutomaticRotation, rotationInterval }: RotationInput,
  last: Date,
) {
  if (!enableAutomaticRotation) return { rotationIntervalSeconds: null, nextRotationDate: null };
  if (rotationInterval === undefined) throw new MissingParameterError('rotationInterval');
  const rotationIntervalSeconds = parseRotationInterval(rotationInterval);
  if (rotationIntervalSeconds === null)
    throw new InvalidParameterError('rotationInterval', INTERVAL_ADVICE);
  return { rotationIntervalSeconds, nextRotationDate: nextRotation(last, rotationIntervalSeconds) };
}

/**
 * Rotates a key whose next rotation date has passed, when the key becomes usable or automatic rotation is switched on.
 * Automatic rotation ignores the limit on versions, here and in its job: keys that nobody rotates are the greater harm.
 * @returns the columns to change; empty if no rotation is due
 */
export async function rotatedIfDue(
  { call, now, insert }: Context,
  key: KeyRow,
): Promise<KeyChange> {
  if (!key.nextRotationDate || key.nextRotationDate > now) return {};
  return afterRotation(
    key,
    insert(TABLES.keyVersion, await makeKeyVersion(call.services, key, now, requesterOf(call))),
  );
}
