import { graphql } from './generated/gql.ts';
import type { ListedKeyFragment } from './generated/graphql.ts';

// The project's codegen.ts compiles these to src/generated: `npm run generate` in the project's folder.

graphql(/* GraphQL */ `
  fragment ListedKey on KeyMetadata {
    id
    keyId
    description
    keySpec
    keyState
    creationDate
  }
`);

/** What the page shows of a key. */
export type ListedKey = ListedKeyFragment;

export const CreateKey = graphql(/* GraphQL */ `
  mutation CreateKey($input: CreateKeyInput) {
    createKey(input: $input) {
      ...ListedKey
    }
  }
`);

export const ListKeys = graphql(/* GraphQL */ `
  query ListKeys($after: String) {
    keys(first: 20, after: $after) {
      edges {
        node {
          ...ListedKey
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

export const KeyChanges = graphql(/* GraphQL */ `
  subscription KeyChanges($after: String) {
    keyChanged(after: $after) {
      cursor
      keyId
      key {
        ...ListedKey
      }
    }
  }
`);
