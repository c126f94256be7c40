import { createPrivateKey } from 'node:crypto';
import {
  accessKeySecretContext,
  materialContext,
  tokenKeyContext,
} from '#keyring/wrap-contexts.ts';
import type { Kms } from '../support/kms.ts';
import type { SecretList } from './secret-list.ts';

/** Adds the secrets that the database holds wrapped, opened with the root key. */
export async function addStored(secrets: SecretList, { store, deployment }: Kms): Promise<void> {
  const { keyring } = deployment;
  for (const { id, accountId, sealedSecret, rootKeyId } of await store.db.accessKey.findMany()) {
    const context = accessKeySecretContext(accountId, id);
    secrets.add('access key secret', `of ${id}`, keyring.unwrap(context, sealedSecret, rootKeyId));
  }
  for (const { id, sealedTokenKey, rootKeyId } of await store.db.account.findMany())
    secrets.add(
      'token key',
      `of account ${id}`,
      keyring.unwrap(tokenKeyContext(id), sealedTokenKey, rootKeyId),
    );
  for (const version of await store.db.keyVersion.findMany({ include: { key: true } })) {
    const { id, accountId, wrappedMaterial, rootKeyId, key } = version;
    if (wrappedMaterial.length === 0) continue;
    const material = keyring.unwrap(materialContext(accountId, id), wrappedMaterial, rootKeyId);
    for (const [name, bytes] of privatePartsOf(key.spec, material))
      secrets.add('key material', `${name} of version ${id} (${key.spec})`, bytes);
  }
}

/** What of key material is secret: of an RSA key not the modulus, which its PKCS #8 has too. */
function privatePartsOf(spec: string, material: Buffer): [string, Buffer][] {
  if (!spec.startsWith('RSA')) return [['all', material]];
  const jwk = createPrivateKey({ key: material, format: 'der', type: 'pkcs8' }).export({
    format: 'jwk',
  });
  return Object.entries(jwk).flatMap(([name, value]) =>
    ['d', 'p', 'q', 'dp', 'dq', 'qi'].includes(name)
      ? [[name, Buffer.from(String(value), 'base64url')]]
      : [],
  );
}
