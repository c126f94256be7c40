/** What GraphiQL opens with: ready to run from left to right. codegen checks them against the schema. */
export const examples = [
  {
    query: /* GraphQL */ `# Press the play button, or Ctrl-Enter.
mutation CreateKey($input: CreateKeyInput) {
  createKey(input: $input) {
    keyId
    arn
    keyState
    keySpec
    keyUsage
    creationDate
  }
}`,
    variables: { input: { description: 'My first key', keySpec: 'Aliyun_AES_256' } },
  },
  {
    query: /* GraphQL */ `query Keys {
  keys(first: 10, filter: { keyState: [Enabled] }) {
    totalCount
    edges {
      node {
        keyId
        description
        keyState
        creationDate
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}`,
  },
  {
    query: /* GraphQL */ `query Key($keyId: KeyReference!) {
  key(keyId: $keyId) {
    arn
    description
    keyState
    origin
    primaryKeyVersion
    deleteDate
  }
}`,
    variables: { keyId: 'paste a keyId here' },
  },
  {
    query: /* GraphQL */ `mutation UpdateKeyDescription($input: UpdateKeyDescriptionInput!) {
  updateKeyDescription(input: $input) {
    keyId
    description
  }
}`,
    variables: { input: { keyId: 'paste a keyId here', description: 'Payroll' } },
  },
  {
    query: /* GraphQL */ `# Bytes are base64: "aGVsbG8=" is "hello".
mutation Encrypt($input: EncryptInput!) {
  encrypt(input: $input) {
    keyVersionId
    ciphertextBlob
  }
}`,
    variables: {
      input: { keyId: 'paste a keyId here', plaintext: 'aGVsbG8=', encryptionContext: [{ key: 'purpose', value: 'example' }] },
    },
  },
  {
    query: /* GraphQL */ `mutation Decrypt($input: DecryptInput!) {
  decrypt(input: $input) {
    keyId
    plaintext
    plaintextKind
  }
}`,
    variables: { input: { ciphertextBlob: 'paste a ciphertextBlob here', encryptionContext: [{ key: 'purpose', value: 'example' }] } },
  },
  {
    query: /* GraphQL */ `query KeyDeletionImpact($keyId: KeyReference!) {
  keyDeletionImpact(keyId: $keyId) {
    lastUsedDate
    usesInLast90Days
    versionCount
    deletionProtection
  }
}`,
    variables: { keyId: 'paste a keyId here' },
  },
];
