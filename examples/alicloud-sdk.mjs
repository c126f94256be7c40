// npm run example -- examples/alicloud-sdk.mjs: the cloud's own SDK creates a key of this service and encrypts with it.
import popCore from '@alicloud/pop-core';
import { accessKey, url } from './settings.ts';

// Only the endpoint differs from a call to the cloud.
const client = new popCore.RPCClient({
  accessKeyId: accessKey.id,
  accessKeySecret: accessKey.secret,
  endpoint: url,
  apiVersion: '2016-01-20',
});
const call = (action, params) => client.request(action, params, { method: 'POST' });

try {
  const { KeyMetadata } = await call('CreateKey', { Description: 'Made by an SDK' });
  console.log(KeyMetadata.Arn, KeyMetadata.KeyState);

  const Plaintext = Buffer.from('to be kept').toString('base64');
  const { CiphertextBlob } = await call('Encrypt', {
    KeyId: KeyMetadata.KeyId,
    Plaintext,
    EncryptionContext: '{"purpose":"example"}',
  });
  const opened = await call('Decrypt', {
    CiphertextBlob,
    EncryptionContext: '{"purpose":"example"}',
  });
  console.log('Decrypted:', Buffer.from(opened.Plaintext, 'base64').toString());
} catch (error) {
  console.error(
    error.code ?? error.name,
    error.data?.Message ?? `Is the server running at ${url}? KEYWRIGHT_URL says where it is.`,
  );
  process.exitCode = 1;
}
