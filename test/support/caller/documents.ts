import { graphql } from '#generated/documents/gql.ts';

graphql(/* GraphQL */ `
  fragment KeyFields on KeyMetadata {
    keyId
    arn
    creator
    creationDate
    description
    keyState
    keyUsage
    keySpec
    origin
    protectionLevel
    primaryKeyVersion
    lastRotationDate
    automaticRotation
    rotationInterval
    nextRotationDate
    deleteDate
    materialExpireTime
  }
`);

export const CreateKey = graphql(/* GraphQL */ `
  mutation CallerCreateKey($input: CreateKeyInput) {
    createKey(input: $input) {
      ...KeyFields
    }
  }
`);
export const DescribeKey = graphql(/* GraphQL */ `
  query CallerDescribeKey($keyId: KeyReference!) {
    key(keyId: $keyId) {
      ...KeyFields
    }
  }
`);
export const Keys = graphql(/* GraphQL */ `
  query CallerKeys($filter: KeyFilter) {
    keys(first: 100, filter: $filter) {
      totalCount
      edges {
        node {
          keyId
        }
      }
    }
  }
`);
export const Versions = graphql(/* GraphQL */ `
  query CallerVersions($keyId: KeyReference!, $after: String) {
    key(keyId: $keyId) {
      versions(first: 100, after: $after) {
        edges {
          node {
            keyId
            keyVersionId
            creationDate
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);
export const PublicKey = graphql(/* GraphQL */ `
  query CallerPublicKey($keyId: KeyReference!, $keyVersionId: String!) {
    keyVersion(keyId: $keyId, keyVersionId: $keyVersionId) {
      publicKey
    }
  }
`);
export const Aliases = graphql(/* GraphQL */ `
  query CallerAliases($after: String) {
    aliases(first: 100, after: $after) {
      edges {
        node {
          aliasName
          aliasArn
          keyId
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
export const KeyAliases = graphql(/* GraphQL */ `
  query CallerKeyAliases($keyId: KeyReference!, $after: String) {
    key(keyId: $keyId) {
      aliases(first: 100, after: $after) {
        edges {
          node {
            aliasName
            aliasArn
            keyId
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);
export const KeyTags = graphql(/* GraphQL */ `
  query CallerKeyTags($keyId: KeyReference!) {
    key(keyId: $keyId) {
      tags {
        tagKey
        tagValue
      }
    }
  }
`);
export const Regions = graphql(/* GraphQL */ `
  query CallerRegions {
    regions {
      regionId
    }
  }
`);
