import { createHash, randomBytes } from 'node:crypto';
import { isKeyPairOf } from '#domain/asymmetric/key-pair.ts';
import { signDigest, verifyDigest } from '#domain/asymmetric/sign-digest.ts';
import { parseCiphertextBlob, SALT_BYTES, writeCiphertextBlob } from '#domain/ciphertext-blob.ts';
import { open, seal } from '#domain/envelope.ts';
import { KeyMaterial } from '#domain/key-material.ts';
import {
  type AsymmetricSpec,
  isSymmetric,
  KEY_SPECS,
  type KeySpec,
  type SymmetricSpec,
} from '#domain/key-spec.ts';
import { type Keyring, UnwrapError } from '#keyring/keyring.ts';
import { materialContext } from '#keyring/wrap-contexts.ts';
import type { Rows } from '#store/tables.ts';
import type { CheckResult } from './findings.ts';

/** Sealed and opened under every key version, with a context, as a caller's value would be. */
const CANARY = Buffer.from('keywright canary');
const CONTEXT = [['purpose', 'verification']] as const;

/**
 * Opens a key version's material and uses it once. The material is zeroed.
 * @param spec its key's; undefined where the key is missing
 * @param under the root key that has to open it
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
  if (spec === undefined) return wrong(`there is no such key, and a version of it, ${rowId}`);
  if (!Object.hasOwn(KEY_SPECS, spec))
    return wrong('its spec is not known to this version of Keywright');
  if (wrappedMaterial.length === 0) return { rowId };
  const keySpec = spec as KeySpec;
  const version = { versions: 1 };
  try {
    using material = new KeyMaterial(
      keyring.unwrap(materialContext(accountId, rowId), wrappedMaterial, under),
    );
    if (!fits(material, keySpec))
      return wrong(`the material of version ${rowId} is not what its spec says`, version);
    const does = isSymmetric(keySpec)
      ? opensWhatItSeals(material, keySpec, rowId)
      : verifiesWhatItSigns(material, keySpec);
    if (!does) return wrong(`version ${rowId} does not undo what it has done`, version);
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

/** For either usage: what signs rightly is the private key that it should be. */
function verifiesWhatItSigns(material: KeyMaterial, keySpec: AsymmetricSpec): boolean {
  const [algorithm] = KEY_SPECS[keySpec].signs;
  if (!algorithm) return false;
  const digest = createHash('sha256').update(CANARY).digest();
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
  const blob = parseCiphertextBlob(writeCiphertextBlob(seal(material, CANARY, sealing)));
  return blob !== null && open(material, blob, keySpec, CONTEXT)?.equals(CANARY) === true;
}
