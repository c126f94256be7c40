import { isInputObjectType, isScalarType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '#graphql/build-schema.ts';
import { OPERATIONS } from '#operations/registry.ts';
import { caller } from '../support/caller.ts';
import { postGraphql } from '../support/graphql-client.ts';
import { sharedKms } from '../support/kms.ts';

async function setUp() {
  const kms = await sharedKms();
  const account = await kms.addAccount();
  const { keyId } = await caller('rpc', kms, account).createKey();
  const code = async (query: string, variables = {}) =>
    (await postGraphql(kms, account, { query, variables })).errors?.[0]?.extensions.code ?? 'ok';
  return { kms, account, keyId, code };
}

const TEXTS: Readonly<Record<string, RegExp>> = {
  id: /: id, not an alias or ARN\.$/,
  'id,alias': /: id or alias\.$/,
  'id,arn': /: id or ARN\.$/,
  'id,alias,arn': /: id, alias or ARN\.$/,
};

describe('The field that names a key', () => {
  it.each(OPERATIONS.filter(({ key, rpcOnly, effect }) => key && !rpcOnly && effect !== 'read'))(
    'has the type and the text that its record accepts: $name',
    ({ name, key }) => {
      const type = schema.getType(`${name}Input`);
      const fields = isInputObjectType(type) ? type.getFields() : {};
      const { keyId } = fields;
      if (!keyId) return; // named by a ciphertext blob, or in a @oneOf type
      const accepts = String(key?.accepts);
      expect(String(keyId.type)).toBe(accepts === 'id' ? 'KeyId!' : 'KeyReference!');
      expect(keyId.description).toMatch(TEXTS[accepts] ?? /never/);
    },
  );

  it('answers an alias where only an id is accepted with the code of the operation', async () => {
    const { code } = await setUp();
    const query = 'mutation ($keyId: KeyId!) { enableKey(input: { keyId: $keyId }) { keyId } }';
    expect(await code(query, { keyId: 'alias/x' })).toBe('Unsupported.Alias');
    expect(await code(query, { keyId: '' })).toBe('InvalidParameter');
    expect(await code(query, { keyId: 'acs:kms:r:1:key/x' })).toBe('Forbidden.KeyNotFound');
    expect(await code(query, { keyId: 7 })).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await code('mutation { enableKey(input: { keyId: "alias/x" }) { keyId } }')).toBe(
      'Unsupported.Alias',
    );
  });
});

describe('A @oneOf input', () => {
  it('is each that holds alternatives', () => {
    const oneOf = Object.values(schema.getTypeMap()).filter(
      (type) => isInputObjectType(type) && type.isOneOf,
    );
    expect(oneOf.map(({ name }) => name).sort()).toEqual([
      'DataKeyLengthInput',
      'DeletionProtectedKeyInput',
      'ReEncryptSourceInput',
      'TagsToRemoveInput',
    ]);
  });

  it.each([
    ['length: { keySpec: AES_128 }', 'ok'],
    ['length: { numberOfBytes: 7 }', 'ok'],
    ['', 'ok'],
    ['length: { keySpec: AES_128, numberOfBytes: 7 }', 'GRAPHQL_VALIDATION_FAILED'],
    ['length: {}', 'GRAPHQL_VALIDATION_FAILED'],
    ['length: { numberOfBytes: null }', 'GRAPHQL_VALIDATION_FAILED'],
    ['length: { numberOfBytes: 0 }', 'InvalidParameter'],
  ])('takes the length of a data key as "%s": %s', async (length, expected) => {
    const { keyId, code } = await setUp();
    expect(
      await code(`mutation { generateDataKey(input: { keyId: "${keyId}" ${length} }) { keyId } }`),
    ).toBe(expected);
  });

  it('takes a key to protect by its id or its ARN, and tells a variable’s fault without its value', async () => {
    const { kms, account, keyId, code } = await setUp();
    const query =
      'mutation ($input: SetDeletionProtectionInput!) { setDeletionProtection(input: $input) { deletionProtection } }';
    const input = (key: object) => ({ input: { key, enableDeletionProtection: true } });
    const { arn } = await caller('rpc', kms, account).describeKey(keyId);
    expect(await code(query, input({ keyId }))).toBe('ok');
    expect(await code(query, input({ protectedResourceArn: arn }))).toBe('ok');
    const { errors } = await postGraphql(kms, account, {
      query,
      variables: input({ keyId, protectedResourceArn: arn }),
    });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining('Exactly one key must be specified'),
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
    expect(JSON.stringify(errors)).not.toContain(keyId);
  });

  it('takes the tags to remove as all or by their keys', async () => {
    const { keyId, code } = await setUp();
    const untag = (tags: string) =>
      code(`mutation { untagKeys(input: { keyIds: ["${keyId}"], tags: ${tags} }) { keyId } }`);
    expect(await untag('{ all: true }')).toBe('ok');
    expect(await untag('{ tagKeys: ["a"] }')).toBe('ok');
    expect(await untag('{ all: false }')).toBe('InvalidParameter');
    expect(await untag('{ all: true, tagKeys: ["a"] }')).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('The viewer', () => {
  it('is the account and access key of the request, and needs no permission', async () => {
    const { kms } = await setUp();
    const powerless = await kms.addAccount({ allowedActions: [] });
    const query = '{ viewer { accountId region accessKeyId } }';
    expect((await postGraphql(kms, powerless, { query })).data).toEqual({
      viewer: {
        accountId: powerless.accountId,
        region: kms.services.region,
        accessKeyId: powerless.id,
      },
    });
  });
});

describe('The schema', () => {
  it('has a description, and links of scalars to their standards', () => {
    expect(schema.description).toContain('Keywright');
    const links = Object.values(schema.getTypeMap()).flatMap((type) =>
      isScalarType(type) && type.specifiedByURL ? [[type.name, type.specifiedByURL]] : [],
    );
    expect(Object.fromEntries(links)).toEqual({
      Bytes: 'https://www.rfc-editor.org/rfc/rfc4648',
      DateTime: 'https://www.rfc-editor.org/rfc/rfc3339',
    });
  });
});
