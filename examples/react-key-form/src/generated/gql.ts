/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  fragment ListedKey on KeyMetadata {\n    id\n    keyId\n    description\n    keySpec\n    keyState\n    creationDate\n  }\n": typeof types.ListedKeyFragmentDoc,
    "\n  mutation CreateKey($input: CreateKeyInput) {\n    createKey(input: $input) {\n      ...ListedKey\n    }\n  }\n": typeof types.CreateKeyDocument,
    "\n  query ListKeys($after: String) {\n    keys(first: 20, after: $after) {\n      edges {\n        node {\n          ...ListedKey\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n": typeof types.ListKeysDocument,
    "\n  subscription KeyChanges($after: String) {\n    keyChanged(after: $after) {\n      cursor\n      keyId\n      key {\n        ...ListedKey\n      }\n    }\n  }\n": typeof types.KeyChangesDocument,
};
const documents: Documents = {
    "\n  fragment ListedKey on KeyMetadata {\n    id\n    keyId\n    description\n    keySpec\n    keyState\n    creationDate\n  }\n": types.ListedKeyFragmentDoc,
    "\n  mutation CreateKey($input: CreateKeyInput) {\n    createKey(input: $input) {\n      ...ListedKey\n    }\n  }\n": types.CreateKeyDocument,
    "\n  query ListKeys($after: String) {\n    keys(first: 20, after: $after) {\n      edges {\n        node {\n          ...ListedKey\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n": types.ListKeysDocument,
    "\n  subscription KeyChanges($after: String) {\n    keyChanged(after: $after) {\n      cursor\n      keyId\n      key {\n        ...ListedKey\n      }\n    }\n  }\n": types.KeyChangesDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ListedKey on KeyMetadata {\n    id\n    keyId\n    description\n    keySpec\n    keyState\n    creationDate\n  }\n"): typeof import('./graphql.ts').ListedKeyFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateKey($input: CreateKeyInput) {\n    createKey(input: $input) {\n      ...ListedKey\n    }\n  }\n"): typeof import('./graphql.ts').CreateKeyDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ListKeys($after: String) {\n    keys(first: 20, after: $after) {\n      edges {\n        node {\n          ...ListedKey\n        }\n      }\n      pageInfo {\n        endCursor\n        hasNextPage\n      }\n    }\n  }\n"): typeof import('./graphql.ts').ListKeysDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription KeyChanges($after: String) {\n    keyChanged(after: $after) {\n      cursor\n      keyId\n      key {\n        ...ListedKey\n      }\n    }\n  }\n"): typeof import('./graphql.ts').KeyChangesDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
