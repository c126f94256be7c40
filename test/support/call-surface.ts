import type { Surface } from './caller.ts';
import { postGraphql } from './graphql-client.ts';
import type { Credential, Kms } from './kms.ts';
import { callV1 } from './rpc-client.ts';

/** The answer to a call: the HTTP status, the code (`Done` where there is no error), and what was answered. */
export interface SurfaceAnswer {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly answer: Readonly<Record<string, string>>;
}

/** The answer while the database is away: the answer to a request that changed nothing and may be sent again. */
export const UNAVAILABLE = { status: 503, code: 'ServiceUnavailableTemporary' };

const DOCUMENTS = {
  CreateKey: 'mutation ($input: CreateKeyInput) { answer: createKey(input: $input) { keyId } }',
  Encrypt:
    'mutation ($input: EncryptInput!) { answer: encrypt(input: $input) { keyId ciphertextBlob } }',
  Decrypt:
    'mutation ($input: DecryptInput!) { answer: decrypt(input: $input) { keyId plaintext } }',
  DisableKey: 'mutation ($input: DisableKeyInput!) { answer: disableKey(input: $input) { keyId } }',
  ScheduleKeyDeletion:
    'mutation ($input: ScheduleKeyDeletionInput!) { answer: scheduleKeyDeletion(input: $input) { keyId keyState } }',
  ImportKeyMaterial:
    'mutation ($input: ImportKeyMaterialInput!) { answer: importKeyMaterial(input: $input) { keyId } }',
  DescribeKey: 'query ($input: KeyReference!) { answer: key(keyId: $input) { keyId keyState } }',
} as const;

const pascalCase = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;
const camelCase = (name: string): string => `${name[0]?.toLowerCase()}${name.slice(1)}`;

/** One operation by one surface, as its answer comes over the wire; bytes are base64 text on both. */
export async function callSurface(
  surface: Surface,
  kms: Pick<Kms, 'url'>,
  credential: Credential,
  operation: keyof typeof DOCUMENTS,
  input: Readonly<Record<string, string>> = {},
): Promise<SurfaceAnswer> {
  if (surface === 'rpc') {
    const params = Object.fromEntries(
      Object.entries(input).map(([name, value]) => [pascalCase(name), value]),
    );
    const { status, json } = await callV1(kms, credential, operation, params);
    const answer = Object.entries((json.KeyMetadata ?? json) as Record<string, string>).map(
      ([name, value]) => [camelCase(name), value],
    );
    return {
      status,
      code: String(json.Code ?? 'Done'),
      message: String(json.Message ?? ''),
      answer: Object.fromEntries(answer),
    };
  }
  const variables = { input: operation === 'DescribeKey' ? input.keyId : input };
  const { status, data, errors } = await postGraphql(kms, credential, {
    query: DOCUMENTS[operation],
    variables,
  });
  const [error] = errors ?? [];
  const answer = (data?.answer ?? {}) as Record<string, string>;
  return {
    status,
    code: String(error?.extensions.code ?? 'Done'),
    message: error?.message ?? '',
    answer,
  };
}
