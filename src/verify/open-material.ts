import { randomBytes } from 'node:crypto';
import { isKeyPairOf } from '#domain/asymmetric/key-pair.ts';
import { signDigest, verifyDigest } from '#domain/asymmetric/sign-digest.ts';
import { parseCiphertextBlob, SALT_BYTES } from '#domain/ciphertext-blob.ts';
import { open, seal } from '#domain/envelope.ts';
import { KeyMaterial } from '#domain/key-material.ts';
import {
  type AsymmetricSpec,
  isSymmetric,
  KEY_SPECS,
  type KeySpec,
  type SymmetricSpec,
} from '#domain/key-spec.ts';
import { sha256 } from '#domain/sha256.ts';
import { CANARY } from '#keyring/canary.ts';
import { type Keyring, UnwrapError } from '#keyring/keyring.ts';
import { materialContext } from '#keyring/wrap-contexts.ts';
import type { Rows } from '#store/tables.ts';
import type { CheckResult } from './findings.ts';

/** The encryption context of the canary. */
const CONTEXT = [['purpose', 'verification']] as const;

/**
 * Opens the material of a key version and uses it once: it seals and opens a canary, or signs and verifies one.
 * @param spec the spec of its key; undefined where the key is missing
 * @param under the id of the root key that must open it
 * @throws ServiceUnavailableError where the keyring does not have this root key
 */
export function openMaterial(
  { id: rowId, accountId, keyId, wrappedMaterial }: Rows['keyVersion'],
  spec: string | undefined,
  keyring: Keyring,
  under: string,
): CheckResult {
  const wrong = (what: string, counts = {}): CheckResult => ({
    rowId,
    counts,
    problem: { of: 'key', id: keyId, what },
  });
  if (spec === undefined) return wrong(`it does not exist, but its version ${rowId} does`);
  if (!Object.hasOwn(KEY_SPECS, spec))
    return wrong('this version of Keywright does not know its spec');
  if (wrappedMaterial.length === 0) return { rowId };
  const keySpec = spec as KeySpec;
  const version = { versions: 1 };
  try {
    using material = new KeyMaterial(
      keyring.unwrap(materialContext(accountId, rowId), wrappedMaterial, under),
    );
    if (!fits(material, keySpec))
      return wrong(`the material of version ${rowId} does not fit its spec`, version);
    const works = isSymmetric(keySpec)
      ? opensWhatItSeals(material, keySpec, rowId)
      : verifiesWhatItSigns(material, keySpec);
    if (!works) return wrong(`version ${rowId} does not open or verify its own canary`, version);
    return { rowId, counts: { versions: 1, canaries: 1 } };
  } catch (error) {
    if (!(error instanceof UnwrapError)) throw error;
    return wrong(`the material of version ${rowId} does not open under its root key`);
  }
}

function fits(material: KeyMaterial, keySpec: KeySpec): boolean {
  if (isSymmetric(keySpec)) return material.bytes.length === KEY_SPECS[keySpec].materialBytes;
  return isKeyPairOf(keySpec, material);
}

/** For keys of both usages: a valid signature shows that the private key is the right one. */
function verifiesWhatItSigns(material: KeyMaterial, keySpec: AsymmetricSpec): boolean {
  const [algorithm] = KEY_SPECS[keySpec].signs;
  if (!algorithm) return false;
  const digest = sha256(CANARY);
  return verifyDigest(
    keySpec,
    material,
    algorithm,
    digest,
    signDigest(keySpec, material, algorithm, digest),
  );
}

function opensWhatItSeals(
  material: KeyMaterial,
  keySpec: SymmetricSpec,
  keyVersionId: string,
): boolean {
  const sealing = {
    keySpec,
    keyVersionId,
    kind: 'bytes',
    context: CONTEXT,
    salt: randomBytes(SALT_BYTES),
  } as const;
  const blob = parseCiphertextBlob(seal(material, CANARY, sealing));
  return blob !== null && open(material, blob, keySpec, CONTEXT)?.equals(CANARY) === true;
}
