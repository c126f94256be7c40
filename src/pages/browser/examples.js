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
  keys(
    first: 10
    filter: { keyState: [Enabled] }
    orderBy: { field: CREATION_DATE, direction: DESC }
  ) {
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
    query: /* GraphQL */ `# Words of the description or of an alias: each is the beginning of one.
query Search($search: String!) {
  keys(first: 10, filter: { search: $search }) {
    edges {
      node {
        keyId
        description
      }
    }
  }
}`,
    variables: { search: 'first key' },
  },
  {
    query: /* GraphQL */ `query Key($keyId: KeyReference!) {
  key(keyId: $keyId) {
    arn
    description
    keyState
    origin
    primaryVersion {
      keyVersionId
      creationDate
    }
    automaticRotation
    aliases {
      edges {
        node {
          aliasName
        }
      }
    }
    tags {
      tagKey
      tagValue
    }
    versions(last: 3) {
      totalCount
      edges {
        node {
          keyVersionId
          creationDate
        }
      }
    }
  }
}`,
    variables: { keyId: 'paste a keyId here' },
  },
  {
    query: /* GraphQL */ `mutation Description($input: UpdateKeyDescriptionInput!) {
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
      input: {
        keyId: 'paste a keyId here',
        plaintext: 'aGVsbG8=',
        encryptionContext: [{ key: 'purpose', value: 'example' }],
      },
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
    variables: {
      input: {
        ciphertextBlob: 'paste a ciphertextBlob here',
        encryptionContext: [{ key: 'purpose', value: 'example' }],
      },
    },
  },
  {
    query: /* GraphQL */ `# Then "alias/payroll" names the key where an alias is accepted.
mutation Alias($input: CreateAliasInput!) {
  createAlias(input: $input) {
    alias {
      aliasName
      aliasArn
    }
    key {
      keyId
    }
  }
}`,
    variables: { input: { keyId: 'paste a keyId here', aliasName: 'alias/payroll' } },
  },
  {
    query: /* GraphQL */ `# A key pair. Each operation with it names a key version.
mutation KeyPair($input: CreateKeyInput) {
  createKey(input: $input) {
    keyId
    versions(first: 1) {
      edges {
        node {
          keyVersionId
          publicKey
        }
      }
    }
  }
}`,
    variables: {
      input: {
        keySpec: 'EC_P256',
        keyUsage: 'SIGN_VERIFY',
        description: 'Signs invoices',
        tags: [{ tagKey: 'team', tagValue: 'billing' }],
      },
    },
  },
  {
    query: /* GraphQL */ `# The digest is the SHA-256 digest of "hello" in base64.
mutation Sign($input: AsymmetricSignInput!) {
  asymmetricSign(input: $input) {
    value
  }
}`,
    variables: {
      input: {
        keyId: 'paste a keyId here',
        keyVersionId: 'paste a keyVersionId here',
        algorithm: 'ECDSA_SHA_256',
        digest: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=',
      },
    },
  },
  {
    query: /* GraphQL */ `query Impact($keyId: KeyReference!) {
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
