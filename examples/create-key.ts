// npm run example -- examples/create-key.ts: creates a key with a typed document, as a frontend does.
import { graphql } from '../src/generated/documents/gql.ts';
import { accessKey, url } from './settings.ts';
import { execute } from './typed-client.ts';

const CreateKey = graphql(/* GraphQL */ `
  mutation CreateKeyExample($input: CreateKeyInput) {
    createKey(input: $input) {
      keyId
      arn
      keyState
      creationDate
    }
  }
`);

const { data, errors } = await execute({ url: `${url}/graphql`, accessKey }, CreateKey, {
  input: { description: 'Made by a typed document', keySpec: 'Aliyun_AES_256' },
});

if (errors) {
  for (const { message, extensions } of errors) console.error(`${extensions.code}: ${message}`);
  process.exitCode = 1;
} else {
  console.log(data?.createKey);
}
