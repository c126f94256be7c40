// npm run example -- examples/sign.mjs: signs the digest of a message and verifies the signature with the public key.
import { createHash, verify } from 'node:crypto';
import popCore from '@alicloud/pop-core';
import { accessKey, url } from './settings.ts';

const client = new popCore.RPCClient({
  accessKeyId: accessKey.id,
  accessKeySecret: accessKey.secret,
  endpoint: url,
  apiVersion: '2016-01-20',
});
const call = (action, params) => client.request(action, params, { method: 'POST' });

try {
  const { KeyMetadata } = await call('CreateKey', {
    KeySpec: 'EC_P256',
    KeyUsage: 'SIGN/VERIFY',
    Description: 'Signs invoices',
  });
  const { KeyId } = KeyMetadata;
  await call('CreateAlias', { KeyId, AliasName: `alias/invoices-${KeyId.slice(-12)}` });
  const { KeyVersions } = await call('ListKeyVersions', { KeyId });
  const [{ KeyVersionId }] = KeyVersions.KeyVersion;

  const message = 'Invoice 17: 100.00';
  const Digest = createHash('sha256').update(message).digest('base64');
  const { Value } = await call('AsymmetricSign', {
    KeyId,
    KeyVersionId,
    Algorithm: 'ECDSA_SHA_256',
    Digest,
  });

  // Verification needs only the public key, not the service.
  const { PublicKey } = await call('GetPublicKey', { KeyId, KeyVersionId });
  console.log(PublicKey.trim());
  console.log(
    'The signature is valid:',
    verify('sha256', message, PublicKey, Buffer.from(Value, 'base64')),
  );
} catch (error) {
  console.error(
    error.code ?? error.name,
    error.data?.Message ?? `Is the server running at ${url}? KEYWRIGHT_URL says where it is.`,
  );
  process.exitCode = 1;
}
