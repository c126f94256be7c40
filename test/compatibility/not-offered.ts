import { findOperation } from '#operations/registry.ts';

interface NotOffered {
  readonly about: string;
  readonly operations: readonly string[];
  readonly why: string;
}

/** Operations of the 2016-01-20 API that were not offered when this was written. */
const REASONS: readonly NotOffered[] = [
  {
    about: 'Secrets',
    operations: [
      'CreateSecret',
      'DeleteSecret',
      'RestoreSecret',
      'UpdateSecret',
      'DescribeSecret',
      'ListSecrets',
      'GetSecretValue',
      'BatchGetSecretValue',
      'PutSecretValue',
      'ListSecretVersionIds',
      'UpdateSecretVersionStage',
      'UpdateSecretRotationPolicy',
      'RotateSecret',
      'GetRandomPassword',
      'GetSecretPolicy',
      'SetSecretPolicy',
    ],
    why: 'This service stores keys. Encrypt a secret with a key, and store it with the rest of your application.',
  },
  {
    about: 'Certificates',
    operations: [
      'CreateCertificate',
      'UploadCertificate',
      'GetCertificate',
      'DescribeCertificate',
      'UpdateCertificateStatus',
      'DeleteCertificate',
      'CertificatePrivateKeySign',
      'CertificatePublicKeyVerify',
      'CertificatePublicKeyEncrypt',
      'CertificatePrivateKeyDecrypt',
    ],
    why: 'This service does not issue or store certificates. Key pairs sign and decrypt without one.',
  },
  {
    about: 'Instances, networks and access points',
    operations: [
      'ListKmsInstances',
      'GetKmsInstance',
      'GetDefaultKmsInstance',
      'GetKmsInstanceQuotaInfos',
      'ReleaseKmsInstance',
      'ConnectKmsInstance',
      'UpdateKmsInstanceBindVpc',
      'CreateNetworkRule',
      'UpdateNetworkRule',
      'DeleteNetworkRule',
      'DescribeNetworkRule',
      'ListNetworkRules',
      'CreatePolicy',
      'UpdatePolicy',
      'DeletePolicy',
      'DescribePolicy',
      'ListPolicies',
      'CreateApplicationAccessPoint',
      'UpdateApplicationAccessPoint',
      'DeleteApplicationAccessPoint',
      'DescribeApplicationAccessPoint',
      'ListApplicationAccessPoints',
      'CreateClientKey',
      'GetClientKey',
      'DeleteClientKey',
      'ListClientKeys',
    ],
    why: 'They manage instances of the cloud. Here the server is the instance, and access keys have permissions.',
  },
  {
    about: 'Encryption by instances',
    operations: ['AdvanceEncrypt', 'GetChallenge'],
    why: 'They call an instance of the cloud and its hardware. Encrypt does the same with the keys of this service.',
  },
  {
    about: 'Managed data keys',
    operations: ['GetManagedDataKey', 'ListManagedDataKeyVersions'],
    why: 'This service does not store data keys. GenerateDataKey returns an encrypted data key, which the caller stores.',
  },
  {
    about: 'Message authentication',
    operations: ['GenerateMac', 'VerifyMac'],
    why: 'The names of their key specs and key usage are not published, so no client can create such a key.',
  },
  {
    about: 'The service itself',
    operations: ['DescribeService'],
    why: 'An old operation that newer SDKs do not have. This page has what it listed. The field `service` of GraphQL, which has the permission of this name, is another one.',
  },
];

/** Whether RPC has it: an operation that only GraphQL has is another one of this name. */
const isOffered = (name: string): boolean => {
  const operation = findOperation('kms', name);
  return operation !== undefined && operation.graphqlOnly === undefined;
};

/** Operations of the 2016-01-20 API that are not offered, and why. All return `InvalidAction.NotFound`. */
export const NOT_OFFERED: readonly NotOffered[] = REASONS.map(({ operations, ...reason }) => ({
  ...reason,
  operations: operations.filter((name) => !isOffered(name)),
})).filter(({ operations }) => operations.length > 0);

/** For the page, while the service has no key spec of this name. */
export const WITHOUT_EC_SM2 =
  'Not offered: `EC_SM2`, which returns `InvalidParameter`. Node cannot sign an SM2 digest or encrypt with SM2. Of the npm libraries one generates keys and nonces with RC4, another accepts malformed signatures, and all take private keys as text that cannot be zeroed.';
