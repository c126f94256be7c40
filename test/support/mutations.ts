import { graphql } from '#generated/documents/gql.ts';

/** A document per mutation, by the operation's name: what a frontend would send. */
export const MUTATIONS = {
  Encrypt: graphql(/* GraphQL */ `
    mutation TestEncrypt($input: EncryptInput!) {
      answer: encrypt(input: $input) {
        keyId
        keyVersionId
        ciphertextBlob
      }
    }
  `),
  Decrypt: graphql(/* GraphQL */ `
    mutation TestDecrypt($input: DecryptInput!) {
      answer: decrypt(input: $input) {
        keyId
        keyVersionId
        plaintext
        plaintextKind
      }
    }
  `),
  GenerateDataKey: graphql(/* GraphQL */ `
    mutation TestGenerateDataKey($input: GenerateDataKeyInput!) {
      answer: generateDataKey(input: $input) {
        keyId
        keyVersionId
        ciphertextBlob
        plaintext
      }
    }
  `),
  GenerateDataKeyWithoutPlaintext: graphql(/* GraphQL */ `
    mutation TestGenerateDataKeyWithoutPlaintext($input: GenerateDataKeyWithoutPlaintextInput!) {
      answer: generateDataKeyWithoutPlaintext(input: $input) {
        keyId
        keyVersionId
        ciphertextBlob
      }
    }
  `),
  ReEncrypt: graphql(/* GraphQL */ `
    mutation TestReEncrypt($input: ReEncryptInput!) {
      answer: reEncrypt(input: $input) {
        keyId
        keyVersionId
        ciphertextBlob
      }
    }
  `),
  ExportDataKey: graphql(/* GraphQL */ `
    mutation TestExportDataKey($input: ExportDataKeyInput!) {
      answer: exportDataKey(input: $input) {
        keyId
        keyVersionId
        exportedDataKey
      }
    }
  `),
  GenerateAndExportDataKey: graphql(/* GraphQL */ `
    mutation TestGenerateAndExportDataKey($input: GenerateAndExportDataKeyInput!) {
      answer: generateAndExportDataKey(input: $input) {
        keyId
        keyVersionId
        ciphertextBlob
        exportedDataKey
      }
    }
  `),
  EnableKey: graphql(/* GraphQL */ `
    mutation TestEnableKey($input: EnableKeyInput!) {
      answer: enableKey(input: $input) {
        keyState
      }
    }
  `),
  DisableKey: graphql(/* GraphQL */ `
    mutation TestDisableKey($input: DisableKeyInput!) {
      answer: disableKey(input: $input) {
        keyState
      }
    }
  `),
  ScheduleKeyDeletion: graphql(/* GraphQL */ `
    mutation TestScheduleKeyDeletion($input: ScheduleKeyDeletionInput!) {
      answer: scheduleKeyDeletion(input: $input) {
        keyState
        deleteDate
      }
    }
  `),
  CancelKeyDeletion: graphql(/* GraphQL */ `
    mutation TestCancelKeyDeletion($input: CancelKeyDeletionInput!) {
      answer: cancelKeyDeletion(input: $input) {
        keyState
        deleteDate
      }
    }
  `),
  SetDeletionProtection: graphql(/* GraphQL */ `
    mutation TestSetDeletionProtection($input: SetDeletionProtectionInput!) {
      answer: setDeletionProtection(input: $input) {
        deletionProtection
        deletionProtectionDescription
      }
    }
  `),
  UpdateKeyDescription: graphql(/* GraphQL */ `
    mutation TestUpdateDescription($input: UpdateKeyDescriptionInput!) {
      answer: updateKeyDescription(input: $input) {
        description
      }
    }
  `),
  GetParametersForImport: graphql(/* GraphQL */ `
    mutation TestGetParametersForImport($input: GetParametersForImportInput!) {
      answer: getParametersForImport(input: $input) {
        keyId
        importToken
        publicKey
        tokenExpireTime
      }
    }
  `),
  ImportKeyMaterial: graphql(/* GraphQL */ `
    mutation TestImportKeyMaterial($input: ImportKeyMaterialInput!) {
      answer: importKeyMaterial(input: $input) {
        keyState
        materialExpireTime
      }
    }
  `),
  DeleteKeyMaterial: graphql(/* GraphQL */ `
    mutation TestDeleteKeyMaterial($input: DeleteKeyMaterialInput!) {
      answer: deleteKeyMaterial(input: $input) {
        keyState
      }
    }
  `),
  CreateKeyVersion: graphql(/* GraphQL */ `
    mutation TestCreateKeyVersion($input: CreateKeyVersionInput!) {
      answer: createKeyVersion(input: $input) {
        keyId
        keyVersionId
        creationDate
      }
    }
  `),
  UpdateRotationPolicy: graphql(/* GraphQL */ `
    mutation TestUpdateRotationPolicy($input: UpdateRotationPolicyInput!) {
      answer: updateRotationPolicy(input: $input) {
        automaticRotation
        rotationInterval
        nextRotationDate
      }
    }
  `),
  CreateAlias: graphql(/* GraphQL */ `
    mutation TestCreateAlias($input: CreateAliasInput!) {
      answer: createAlias(input: $input) {
        alias {
          id
          aliasName
        }
        key {
          keyId
        }
      }
    }
  `),
  UpdateAlias: graphql(/* GraphQL */ `
    mutation TestUpdateAlias($input: UpdateAliasInput!) {
      answer: updateAlias(input: $input) {
        alias {
          id
          aliasName
        }
        key {
          keyId
        }
        previousKey {
          keyId
        }
      }
    }
  `),
  DeleteAlias: graphql(/* GraphQL */ `
    mutation TestDeleteAlias($input: DeleteAliasInput!) {
      answer: deleteAlias(input: $input) {
        deletedAliasId
        key {
          keyId
        }
      }
    }
  `),
  AsymmetricSign: graphql(/* GraphQL */ `
    mutation TestAsymmetricSign($input: AsymmetricSignInput!) {
      answer: asymmetricSign(input: $input) {
        keyId
        keyVersionId
        value
      }
    }
  `),
  AsymmetricVerify: graphql(/* GraphQL */ `
    mutation TestAsymmetricVerify($input: AsymmetricVerifyInput!) {
      answer: asymmetricVerify(input: $input) {
        keyId
        keyVersionId
        value
      }
    }
  `),
  AsymmetricEncrypt: graphql(/* GraphQL */ `
    mutation TestAsymmetricEncrypt($input: AsymmetricEncryptInput!) {
      answer: asymmetricEncrypt(input: $input) {
        keyId
        keyVersionId
        ciphertextBlob
      }
    }
  `),
  AsymmetricDecrypt: graphql(/* GraphQL */ `
    mutation TestAsymmetricDecrypt($input: AsymmetricDecryptInput!) {
      answer: asymmetricDecrypt(input: $input) {
        keyId
        keyVersionId
        plaintext
      }
    }
  `),
} as const;

export type MutationName = keyof typeof MUTATIONS;
