/** Where GraphQL reads what an operation of effect `read` gives, and how it is asked for. */
export interface Read {
  readonly type: 'Query' | 'KeyMetadata' | 'KeyVersion';
  readonly field: string;
  /** How it is written down, where the field alone does not say it. */
  readonly shown?: string;
  /** Takes the operation's own input, as far as it declares it; what hangs on a key is read from `key`, whose it then is. */
  readonly document: string;
}

export const READS: Readonly<Record<string, Read>> = {
  DescribeKey: {
    type: 'Query',
    field: 'key',
    document: 'query ($keyId: KeyReference!) { answer: key(keyId: $keyId) { keyId } }',
  },
  ListKeys: {
    type: 'Query',
    field: 'keys',
    document: '{ answer: keys { edges { node { keyId } } } }',
  },
  DescribeKeyVersion: {
    type: 'Query',
    field: 'keyVersion',
    document:
      'query ($keyId: KeyReference!, $keyVersionId: String!) { answer: keyVersion(keyId: $keyId, keyVersionId: $keyVersionId) { keyId } }',
  },
  ListKeyVersions: {
    type: 'KeyMetadata',
    field: 'versions',
    document:
      'query ($keyId: KeyReference!) { answer: key(keyId: $keyId) { keyId versions { edges { node { keyId } } } } }',
  },
  GetPublicKey: {
    type: 'KeyVersion',
    field: 'publicKey',
    document:
      'query ($keyId: KeyReference!, $keyVersionId: String!) { answer: keyVersion(keyId: $keyId, keyVersionId: $keyVersionId) { keyId publicKey } }',
  },
  ListAliases: {
    type: 'Query',
    field: 'aliases',
    document: '{ answer: aliases { edges { node { keyId } } } }',
  },
  ListAliasesByKeyId: {
    type: 'KeyMetadata',
    field: 'aliases',
    document:
      'query ($keyId: KeyReference!) { answer: key(keyId: $keyId) { keyId aliases { edges { node { keyId } } } } }',
  },
  ListResourceTags: {
    type: 'KeyMetadata',
    field: 'tags',
    document:
      'query ($keyId: KeyReference!) { answer: key(keyId: $keyId) { keyId tags { tagKey } } }',
  },
  ListTagResources: {
    type: 'Query',
    field: 'keys',
    shown: 'keys(filter: { tags: … })',
    document:
      '{ answer: keys(filter: { tags: [{ tagKey: "purpose" }] }) { edges { node { keyId tags { tagKey } } } } }',
  },
  DescribeRegions: {
    type: 'Query',
    field: 'regions',
    document: '{ answer: regions { regionId } }',
  },
  DescribeAccountKmsStatus: {
    type: 'Query',
    field: 'accountStatus',
    document: '{ answer: accountStatus }',
  },
};
