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
    query: /* GraphQL */ `# Now "alias/payroll" names the key wherever an alias may.
mutation Alias($input: CreateAliasInput!) {
  createAlias(input: $input) {
    aliases {
      edges {
        node {
          aliasName
          aliasArn
        }
      }
    }
  }
}`,
    variables: { input: { keyId: 'paste a keyId here', aliasName: 'alias/payroll' } },
  },
  {
    query: /* GraphQL */ `# A key pair. Each use of it names a version.
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
    query: /* GraphQL */ `# The digest is SHA-256, in base64: here of "hello".
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
