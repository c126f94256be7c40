import type { Subject } from '../support/operation/subject.ts';

/** A text in place of bytes that only a running server can make. */
const bytes = (name: string): Buffer => `<${name}>` as unknown as Buffer;

const POLICY = 'use-payroll-keys';

/** Stands for a key in the examples of the documentation. */
export const exampleSubject: Subject = {
  accountId: '<account id>',
  keyId: '<key id>',
  keyVersionId: '<key version id>',
  blob: bytes('ciphertext'),
  dataKeyBlob: bytes('encrypted data key'),
  importInput: {
    keyId: '<key id>',
    encryptedKeyMaterial: bytes('key material, encrypted with the public key for import'),
    importToken: bytes('import token'),
  },
  signature: bytes('signature'),
  otherKeyId: '<id of another key>',
  otherBlob: bytes('ciphertext of another key'),
  exportTarget: {
    publicKeyBlob: bytes('your public key, in DER'),
    wrappingKeySpec: 'RSA_2048',
    wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
  },
  freeAlias: () => 'alias/payroll',
  newAlias: async () => 'alias/payroll',
  freeName: () => 'alice',
  newUser: async () => 'alice',
  newAccessKey: async () => '<access key id>',
  newApiToken: async () => '<token id>',
  newBrowserSession: async () => '<session id>',
  newSignInLink: async () => '<link id>',
  newRole: async () => 'payroll',
  newPolicy: async () => POLICY,
  newPolicyVersion: async () => 'v2',
  attachedToUser: async () => ({ policyType: 'Custom', policyName: POLICY, userName: 'alice' }),
  attachedToRole: async () => ({ policyType: 'Custom', policyName: POLICY, roleName: 'payroll' }),
};
