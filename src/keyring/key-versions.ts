import { v7 as uuidv7 } from 'uuid';
import { makeEcMaterial } from '#domain/asymmetric/key-pair.ts';
import { KeyMaterial } from '#domain/key-material.ts';
import { isRsa, isSymmetric, KEY_SPECS, type KeySpec } from '#domain/key-spec.ts';
import type { Rows } from '#store/tables.ts';
import type { Keyring } from './keyring.ts';
import type { RsaKeys } from './rsa-keys.ts';
import type { Requester } from './rsa-request.ts';
import { materialPlace } from './wrap-contexts.ts';

/** What makes material and wraps it. */
export interface Makers {
  readonly keyring: Keyring;
  readonly rsaKeys: RsaKeys;
}

/**
 * A version of a key, not yet stored: fresh material, wrapped under the root key.
 * @param requester who waits for it, if it is an RSA key
 * @throws ThrottlingError when the requester waits for too many RSA keys already
 */
export async function makeKeyVersion(
  { keyring, rsaKeys }: Makers,
  { id: keyId, accountId, spec }: Pick<Rows['key'], 'id' | 'accountId' | 'spec'>,
  now: Date,
  requester: Requester,
): Promise<Rows['keyVersion']> {
  using material = await makeMaterial(rsaKeys, spec, requester);
  const id = uuidv7();
  const { bytes: wrappedMaterial, rootKeyId } = keyring.wrap(
    materialPlace(accountId, id),
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
