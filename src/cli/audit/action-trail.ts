import { type AuditEventKind, EVENTS } from '#domain/audit-events.ts';
import { toSecond } from '#domain/time.ts';
import type { AuditRow } from '#operations/common/audit-query.ts';
import { OPERATIONS, OPERATOR_OPERATIONS } from '#operations/registry.ts';
import type { Service } from '#pipeline/operation.ts';

// Audit rows in the vocabulary of ActionTrail, the cloud's service for audit events ("Management event structure").

const SERVICES: Readonly<Record<Service, { readonly name: string; readonly version: string }>> = {
  kms: { name: 'Kms', version: '2016-01-20' },
  ram: { name: 'Ram', version: '2015-05-01' },
  sts: { name: 'Sts', version: '2015-04-01' },
};

const KNOWN = new Map([...OPERATIONS, ...OPERATOR_OPERATIONS].map((one) => [one.name, one]));

const EVENT_KINDS: Readonly<Record<string, AuditEventKind | undefined>> = EVENTS;

/** The service, the version of its API, and whether something was changed. */
function nameOf({ operation: eventName }: AuditRow) {
  const known = KNOWN.get(eventName);
  if (!known) {
    const { service = 'keywright', effect = 'write' } = EVENT_KINDS[eventName] ?? {};
    const serviceName = service === 'keywright' ? 'Keywright' : SERVICES[service].name;
    return { serviceName, eventName, eventRW: effect === 'write' ? 'Write' : 'Read' };
  }
  const { name, version } = SERVICES[known.service ?? 'kms'];
  return {
    serviceName: name,
    eventName,
    apiVersion: version,
    eventRW: known.effect === 'write' ? 'Write' : 'Read',
  };
}

const SIGN_INS: Readonly<Record<string, string>> = {
  SignIn: 'ConsoleSignin',
  SignOut: 'ConsoleSignout',
};

function eventTypeOf({ surface, operation }: AuditRow): string {
  if (surface === 'graphql' || surface === 'rpc') return 'ApiCall';
  if (surface === 'job' || surface === 'server') return 'AliyunServiceEvent';
  return SIGN_INS[operation] ?? 'ConsoleOperation';
}

const PRINCIPAL = /^acs:ram::(\d+):(?:root|(user|role)\/([^/]+)(?:\/(.+))?)$/;

function userIdentityOf({ surface, principal, accountId, accessKeyId, credentialType }: AuditRow) {
  if (!principal && (surface === 'job' || surface === 'server'))
    return { type: 'system', accountId };
  // Rows of older releases have no principal: only the root identity had access keys.
  const [, owner = accountId, kind, name = 'root', session] = PRINCIPAL.exec(principal) ?? [];
  const isAccessKey =
    credentialType === null || credentialType === 'AccessKey' || credentialType === 'RoleSession';
  return {
    ...(kind === undefined && { type: 'root-account', principalId: owner, userName: 'root' }),
    ...(kind === 'user' && { type: 'ram-user', principalId: principal, userName: name }),
    ...(kind === 'role' && {
      type: 'assumed-role',
      principalId: principal,
      userName: session === undefined ? name : `${name}:${session}`,
    }),
    accountId: owner,
    accessKeyId: (isAccessKey && accessKeyId) || undefined,
  };
}

/** What the vocabulary has no field for. */
const additionalDataOf = (row: AuditRow) => ({
  surface: row.surface,
  credentialType: row.credentialType ?? undefined,
  credentialId: row.accessKeyId || undefined,
  sessionId: row.sessionId ?? undefined,
  keyVersionId: row.keyVersionId ?? undefined,
  encryptionContextDigest: row.contextDigest ?? undefined,
  targetKeyFingerprint: row.targetFingerprint ?? undefined,
  durationMilliseconds:
    row.durationMicroseconds === null ? undefined : row.durationMicroseconds / 1_000,
});

/** One line of the export, without its end: a JSON object. */
export function exportedLine(row: AuditRow, region: string): string {
  const keyIds = [row.keyId, ...(row.otherKeyIds?.split(',') ?? [])].filter(Boolean);
  return JSON.stringify({
    eventId: row.id,
    eventVersion: 1,
    eventTime: toSecond(row.createdAt),
    ...nameOf(row),
    eventType: eventTypeOf(row),
    eventCategory: 'Management',
    acsRegion: region,
    requestId: row.requestId || undefined,
    sourceIpAddress: row.address ?? undefined,
    userAgent: row.userAgent || undefined,
    userIdentity: userIdentityOf(row),
    recipientAccountId: row.accountId,
    referencedResources: keyIds.length > 0 ? { 'ACS::KMS::Key': keyIds } : undefined,
    requestParameters: JSON.parse(row.details) as unknown,
    errorCode: row.outcome === 'Done' ? undefined : row.outcome,
    additionalEventData: additionalDataOf(row),
  });
}
