import type { CreateKeyInput } from '../../generated/documents/console/graphql.ts';

/** A call of the API with what it takes, as code shows it. */
export interface Call {
  /** The operation of the RPC API, such as `CreateAlias`; GraphQL has it in camelCase. */
  readonly operation: 'CreateKey' | 'CreateAlias' | 'SetDeletionProtection';
  /** Of GraphQL. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Of the RPC API. */
  readonly parameters: Readonly<Record<string, string | boolean>>;
}

/** In place of the id of the new key, where a call cannot take it from the answer before. */
export const KEY_ID = '<key id>';

interface Following {
  readonly alias: string | undefined;
  /** The reason of the deletion protection; undefined without one. */
  readonly protection: string | undefined;
}

/** The calls that make a key with all that is chosen. */
export function callsOf(input: CreateKeyInput, { alias, protection }: Following): Call[] {
  const calls: Call[] = [{ operation: 'CreateKey', input, parameters: rpcOf(input) }];
  if (alias !== undefined)
    calls.push({
      operation: 'CreateAlias',
      input: { keyId: KEY_ID, aliasName: alias },
      parameters: { KeyId: KEY_ID, AliasName: alias },
    });
  if (protection !== undefined)
    calls.push({
      operation: 'SetDeletionProtection',
      input: {
        key: { keyId: KEY_ID },
        enableDeletionProtection: true,
        ...(protection && { deletionProtectionDescription: protection }),
      },
      parameters: {
        ProtectedResourceArn: KEY_ID,
        EnableDeletionProtection: true,
        ...(protection && { DeletionProtectionDescription: protection }),
      },
    });
  return calls;
}

/** The parameters of CreateKey: lists are JSON, and a usage has a slash. `allowLockout` is only in GraphQL. */
function rpcOf({ keyUsage, tags, allowLockout: _, ...rest }: CreateKeyInput) {
  const parameters: Record<string, string | boolean> = {};
  for (const [name, value] of Object.entries(rest))
    if (value !== null && value !== undefined)
      parameters[`${name[0]?.toUpperCase()}${name.slice(1)}`] = value;
  if (keyUsage) parameters.KeyUsage = keyUsage.replace('_', '/');
  if (tags)
    parameters.Tags = JSON.stringify(
      tags.map(({ tagKey, tagValue }) => ({ TagKey: tagKey, TagValue: tagValue })),
    );
  return parameters;
}
