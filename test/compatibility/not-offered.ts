/** Operations of the 2016-01-20 API that are not offered, by what they are about, and why. All answer `InvalidAction.NotFound`. */
export const NOT_OFFERED: readonly {
  readonly about: string;
  readonly operations: readonly string[];
  readonly why: string;
}[] = [
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
    why: 'This service keeps keys. A secret is best encrypted under one, and kept where the rest of its application is.',
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
    why: 'This service issues and keeps no certificates. Key pairs sign and decrypt without one.',
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
    why: 'They manage what the cloud rents out. Here the server itself is the instance, and its access keys say who may do what.',
  },
  {
    about: 'Instances that encrypt by themselves',
    operations: ['AdvanceEncrypt', 'GetChallenge'],
    why: 'They are calls to an instance that the cloud rents out, and to the machine in it. Encrypt does the same with the keys of this service.',
  },
  {
    about: 'Managed data keys',
    operations: ['GetManagedDataKey', 'ListManagedDataKeyVersions'],
    why: 'Data keys are not kept here: GenerateDataKey seals one for its caller, who keeps it.',
  },
  {
    about: 'Message authentication',
    operations: ['GenerateMac', 'VerifyMac'],
    why: 'The names of their key specs and of their usage are published nowhere that we could read, so no client could create such a key.',
  },
  {
    about: 'The service itself',
    operations: ['DescribeService'],
    why: 'An older operation, of which newer SDKs know nothing. What it listed is on this page.',
  },
];

/** Values of parameters that the API knows and that are refused, and why. */
export const REFUSED_VALUES: readonly {
  readonly operation: string;
  readonly parameter: string;
  readonly value: string;
  readonly why: string;
}[] = [
  {
    operation: 'CreateKey',
    parameter: 'ProtectionLevel',
    value: 'HSM',
    why: 'Key material is in the database, wrapped under the root key.',
  },
  {
    operation: 'GetParametersForImport',
    parameter: 'WrappingAlgorithm',
    value: 'RSAES_PKCS1_V1_5',
    why: 'Its padding check tells attackers what they should not know.',
  },
  {
    operation: 'GetParametersForImport',
    parameter: 'WrappingAlgorithm',
    value: 'SM2PKE',
    why: 'It goes with `EC_SM2`, which does not wrap here.',
  },
  {
    operation: 'GetParametersForImport',
    parameter: 'WrappingKeySpec',
    value: 'EC_SM2',
    why: 'Wrapping keys are RSA keys here.',
  },
  {
    operation: 'ExportDataKey',
    parameter: 'WrappingKeySpec',
    value: 'EC_SM2',
    why: 'Wrapping keys are RSA keys here.',
  },
  {
    operation: 'TagResources',
    parameter: 'ResourceType',
    value: 'secret',
    why: 'There are no secrets here.',
  },
];

/** Stands in the document for as long as the service has no key spec of this name. */
export const WITHOUT_EC_SM2 =
  'Not offered: `EC_SM2`, refused with `InvalidParameter`. Node neither signs a ready SM2 digest nor encrypts by SM2, and of the npm libraries one draws its keys and nonces from RC4, another accepts malformed signatures, and all take private keys as text that cannot be zeroed.';
