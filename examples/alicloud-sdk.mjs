// npm run example -- examples/alicloud-sdk.mjs: the cloud's own SDK, pointed here, creates a key and lists keys.
import popCore from '@alicloud/pop-core';

const {
  KEYWRIGHT_ACCESS_KEY_ID: accessKeyId,
  KEYWRIGHT_ACCESS_KEY_SECRET: accessKeySecret,
  KEYWRIGHT_URL = 'http://127.0.0.1:4000',
} = process.env;

// The endpoint is all that differs from calling the cloud.
const client = new popCore.RPCClient({ accessKeyId, accessKeySecret, endpoint: KEYWRIGHT_URL, apiVersion: '2016-01-20' });

const { KeyMetadata } = await client.request('CreateKey', { Description: 'Made by an SDK' }, { method: 'POST' });
console.log(KeyMetadata.Arn, KeyMetadata.KeyState);

const { Keys, TotalCount } = await client.request('ListKeys', { PageSize: '5' }, { method: 'POST' });
console.log(`${TotalCount} keys, the oldest:`, Keys.Key[0].KeyId);
