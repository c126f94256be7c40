import { type Call, KEY_ID } from './code.ts';

/** JSON is a literal of JavaScript. */
const literal = (value: string | boolean, id: string): string =>
  value === KEY_ID ? id : JSON.stringify(value);

/** A text in JSON is one of Python too: its escapes are the same. */
const pythonLiteral = (value: string | boolean): string => {
  if (value === KEY_ID) return 'key_id';
  return typeof value === 'boolean' ? (value ? '"true"' : '"false"') : JSON.stringify(value);
};

/** The calls by Alibaba Cloud's SDK for Node.js. @param origin where the server is */
export function nodeOf(calls: readonly Call[], origin: string): string {
  const lines = calls.map(({ operation, parameters }) => {
    const values = Object.entries(parameters).map(
      ([name, value]) => `  ${name}: ${literal(value, 'KeyMetadata.KeyId')},`,
    );
    const call = `await call('${operation}', {\n${values.join('\n')}\n});`;
    return operation === 'CreateKey' ? `const { KeyMetadata } = ${call}` : call;
  });
  return `// npm install @alicloud/pop-core
import popCore from '@alicloud/pop-core';

const client = new popCore.RPCClient({
  accessKeyId: process.env.KEYWRIGHT_ACCESS_KEY_ID,
  accessKeySecret: process.env.KEYWRIGHT_ACCESS_KEY_SECRET,
  endpoint: ${JSON.stringify(origin)},
  apiVersion: '2016-01-20',
});
const call = (action, parameters) => client.request(action, parameters, { method: 'POST' });

${lines.join('\n')}
console.log(KeyMetadata.KeyId);
`;
}

/** The calls by Alibaba Cloud's SDK for Python. @param origin where the server is */
export function pythonOf(calls: readonly Call[], origin: string, region: string): string {
  const lines = calls.map(({ operation, parameters }) => {
    const values = Object.entries(parameters).map(
      ([name, value]) => `    "${name}": ${pythonLiteral(value)},`,
    );
    const call = `call("${operation}", {\n${values.join('\n')}\n})`;
    return operation === 'CreateKey' ? `key_id = ${call}["KeyMetadata"]["KeyId"]` : call;
  });
  return `# pip install aliyun-python-sdk-core
import json
import os
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.request import CommonRequest

client = AcsClient(
    os.environ["KEYWRIGHT_ACCESS_KEY_ID"],
    os.environ["KEYWRIGHT_ACCESS_KEY_SECRET"],
    ${JSON.stringify(region)},
)


def call(action, parameters):
    request = CommonRequest(domain=${JSON.stringify(origin)}, version="2016-01-20", action_name=action)
    request.set_method("POST")
    for name, value in parameters.items():
        request.add_body_params(name, value)
    return json.loads(client.do_action_with_exception(request))


${lines.join('\n')}
print(key_id)
`;
}
