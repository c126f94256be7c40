import { v7 as uuidv7 } from 'uuid';
import { makeEcMaterial } from '#domain/asymmetric/key-pair.ts';
import { KeyMaterial } from '#domain/key-material.ts';
import { isRsa, isSymmetric, KEY_SPECS, type KeySpec } from '#domain/key-spec.ts';
import type { Rows } from '#store/tables.ts';
import type { Keyring } from './keyring.ts';
import type { RsaKeys } from './rsa-keys.ts';
import type { Requester } from './rsa-request.ts';
import { materialContext } from './wrap-contexts.ts';

/** What a new key version needs: the keyring wraps its material, and the RSA keys are made in their own thread. */
export interface KeyVersionServices {
  readonly keyring: Keyring;
  readonly rsaKeys: RsaKeys;
}

/**
 * Makes a key version with fresh material, wrapped under the current root key. Does not store it.
 * @param requester the principal in whose queue an RSA key waits
 * @throws ThrottlingError when too many RSA keys of the requester wait already; ServiceUnavailableError
 */
export async function makeKeyVersion(
  { keyring, rsaKeys }: KeyVersionServices,
  { id: keyId, accountId, spec }: Pick<Rows['key'], 'id' | 'accountId' | 'spec'>,
  now: Date,
  requester: Requester,
): Promise<Rows['keyVersion']> {
  using material = await makeMaterial(rsaKeys, spec, requester);
  const id = uuidv7();
  const { bytes: wrappedMaterial, rootKeyId } = keyring.wrap(
    materialContext(accountId, id),
    material.bytes,
  );
  return { id, accountId, keyId, wrappedMaterial, rootKeyId, createdAt: now };
}

async function makeMaterial(
  rsaKeys: RsaKeys,
  spec: KeySpec,
  requester: Requester,
): Promise<KeyMaterial> {
  if (isSymmetric(spec)) return KeyMaterial.random(KEY_SPECS[spec].materialBytes);
  if (isRsa(spec))
    return new KeyMaterial((await rsaKeys.make(KEY_SPECS[spec].modulusBits, requester)).privateKey);
  return makeEcMaterial(spec);
}
