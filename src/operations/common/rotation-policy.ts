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

/** How rotation is asked for. The interval is needed with true, and not looked at with false. */
export const rotationInput = {
  enableAutomaticRotation: flag,
  rotationInterval: text(32).optional(),
};

interface RotationInput {
  readonly enableAutomaticRotation: boolean;
  readonly rotationInterval?: string | undefined;
}

/** @returns the columns of a key that was last rotated then @throws MissingParameterError, InvalidParameterError */
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

/** A key that can be used again, or rotates by itself from now on, and whose date has passed meanwhile, rotates at once. */
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
