import type { StateAnswers } from './measure.ts';

const D = 'Rejected.Disabled';
const PD = 'Rejected.PendingDeletion';
const PI = 'Rejected.PendingImport';
const SMF = 'Rejected.StateModifiedFailed';

type Row = readonly [
  enabled: string,
  disabled: string,
  pendingDeletion: string,
  pendingImport: string | null,
];

const ALWAYS: Row = ['ok', 'ok', 'ok', 'ok'];
const USE: Row = ['ok', D, PD, PI];
const PAIR_USE: Row = ['ok', D, PD, null];
const CHANGE: Row = ['ok', 'ok', PD, 'ok'];
const TRANSITION: Row = ['ok', 'ok', SMF, 'ok'];

/** Help page "Impacts of key states on API operations", by hand; what it does not list stands below, by analogy. */
const PUBLISHED: Readonly<Record<string, Row>> = {
  DescribeKey: ALWAYS,
  Encrypt: USE,
  Decrypt: USE,
  GenerateDataKey: USE,
  GenerateDataKeyWithoutPlaintext: USE,
  CreateKeyVersion: USE,
  UpdateRotationPolicy: USE,
  DescribeKeyVersion: ALWAYS,
  ListKeyVersions: ALWAYS,
  EnableKey: ['ok', 'ok', SMF, SMF],
  DisableKey: ['ok', 'ok', SMF, SMF],
  ScheduleKeyDeletion: TRANSITION,
  CancelKeyDeletion: [SMF, SMF, 'ok', SMF],
  UpdateKeyDescription: CHANGE,
  TagResource: CHANGE,
  UntagResource: CHANGE,
  ListResourceTags: ALWAYS,
  CreateAlias: TRANSITION,
  UpdateAlias: CHANGE,
  DeleteAlias: ALWAYS,
  GetParametersForImport: ALWAYS,
  ImportKeyMaterial: TRANSITION,
  DeleteKeyMaterial: ALWAYS,

  ReEncrypt: USE,
  ExportDataKey: USE,
  GenerateAndExportDataKey: USE,
  AsymmetricSign: PAIR_USE,
  AsymmetricVerify: PAIR_USE,
  AsymmetricEncrypt: PAIR_USE,
  AsymmetricDecrypt: PAIR_USE,
  GetPublicKey: ['ok', 'ok', 'ok', null],
  SetDeletionProtection: CHANGE,
  TagResources: CHANGE,
  UntagResources: CHANGE,
  ListTagResources: ALWAYS,
  ListAliasesByKeyId: ALWAYS,
  GetKeyPolicy: ALWAYS,
  SetKeyPolicy: CHANGE,
};

/** What the states are published to answer where `ok` is written as `success`; nothing for an operation on no key. */
export function publishedStates(operation: string, success: string): StateAnswers | undefined {
  const row = PUBLISHED[operation];
  if (!row) return undefined;
  const [Enabled, Disabled, PendingDeletion, PendingImport] = row.map((answer) =>
    answer === 'ok' ? success : answer,
  );
  return { Enabled, Disabled, PendingDeletion, PendingImport } as StateAnswers;
}
