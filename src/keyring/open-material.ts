import { randomBytes } from 'node:crypto';
import { parseCiphertextBlob, SALT_BYTES, writeCiphertextBlob } from '#domain/ciphertext-blob.ts';
import { open, seal } from '#domain/envelope.ts';
import { KeyMaterial } from '#domain/key-material.ts';
import { KEY_SPECS, type KeySpec } from '#domain/key-spec.ts';
import type { Rows } from '#store/tables.ts';
import type { Verdict } from './findings.ts';
import { type Keyring, UnwrapError } from './keyring.ts';
import { materialPlace } from './places.ts';

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
): Verdict {
  const wrong = (what: string, counts = {}): Verdict => ({ rowId, counts, problem: { of: 'key', id: keyId, what } });
  if (spec === undefined) return wrong(`there is no such key, and a version of it, ${rowId}`);
  if (!Object.hasOwn(KEY_SPECS, spec)) return wrong('its spec is not known to this version of Keywright');
  if (wrappedMaterial.length === 0) return { rowId };
  const keySpec = spec as KeySpec;
  try {
    using material = new KeyMaterial(keyring.unwrap(materialPlace(accountId, rowId), wrappedMaterial, under));
    if (material.bytes.length !== KEY_SPECS[keySpec].materialBytes)
      return wrong(`the material of version ${rowId} is not as long as its spec says`, { versions: 1 });
    if (!opensWhatItSeals(material, keySpec, rowId)) return wrong(`version ${rowId} does not open what it has sealed`, { versions: 1 });
    return { rowId, counts: { versions: 1, canaries: 1 } };
  } catch (error) {
    if (!(error instanceof UnwrapError)) throw error;
    return wrong(`the material of version ${rowId} does not open under its root key`);
  }
}

function opensWhatItSeals(material: KeyMaterial, keySpec: KeySpec, keyVersionId: string): boolean {
  const sealing = { keySpec, keyVersionId, kind: 'bytes', context: CONTEXT, salt: randomBytes(SALT_BYTES) } as const;
  const blob = parseCiphertextBlob(writeCiphertextBlob(seal(material, CANARY, sealing)));
  return blob !== null && open(material, blob, keySpec, CONTEXT)?.equals(CANARY) === true;
}
