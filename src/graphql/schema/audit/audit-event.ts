import { CREDENTIAL_TYPES } from '#domain/principal.ts';
import { listAuditEvents } from '#operations/audit/list-audit-events.ts';
import type { AuditRow } from '#operations/common/audit-query.ts';
import { builder } from '../../builder.ts';
import { loadEach } from '../../node-fields.ts';
import { KeyMetadata, readKeyNode } from '../key/key-metadata.ts';
import { AuditSurface, CredentialType } from './audit-enums.ts';

const AuditDetail = builder
  .objectRef<{ readonly name: string; readonly value: string }>('AuditDetail')
  .implement({
    description: 'Field of the input of an audited operation, or a fact about it.',
    fields: (t) => ({
      name: t.exposeString('name', {
        description: 'Input field, or one of the names in docs/audit.md.',
      }),
      value: t.exposeString('value', {
        description: 'Value: a string as it is, anything else as JSON.',
      }),
    }),
  });

/** The details of a row, which are JSON of an object. */
const detailsOf = (details: string) =>
  Object.entries(JSON.parse(details) as Readonly<Record<string, unknown>>).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }));

const OLDER = 'Null in events of older releases';

export const AuditEvent = builder.node(builder.objectRef<AuditRow>('AuditEvent'), {
  description:
    'Audit event: one attempt to use or change something, done or refused. It outlives the key that it names.',
  id: {
    resolve: ({ id }) => id,
    description: 'Global id, for `node` and `nodes`.',
  },
  loadMany: (ids: string[], call) =>
    loadEach(ids, (id) =>
      call.readNode(
        listAuditEvents,
        ({ auditEvent }) => auditEvent(id),
        () => ({}),
      ),
    ),
  fields: (t) => ({
    eventId: t.exposeString('id', {
      description: 'Id of the event: UUID v7 of `time`.',
    }),
    time: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When the attempt ended, just before it was recorded.',
    }),
    operation: t.exposeString('operation', {
      description: 'Operation, such as `Encrypt`, or what a job or command did.',
    }),
    surface: t.field({
      type: AuditSurface,
      description: 'Where the operation came from.',
      resolve: ({ surface }) => surface as typeof AuditSurface.$inferType,
    }),
    outcome: t.exposeString('outcome', {
      description: '`Done`, or the code of the error that was returned.',
    }),
    requestId: t.string({
      nullable: true,
      description: 'Id of the request. Null for jobs.',
      resolve: ({ requestId }) => requestId || null,
    }),
    principal: t.field({
      type: 'Arn',
      nullable: true,
      description: `ARN of the user, the role session or the root identity that called. ${OLDER}, and for jobs.`,
      resolve: ({ principal }) => principal || null,
    }),
    credentialType: t.field({
      type: CredentialType,
      nullable: true,
      description: `Kind of the credential. ${OLDER}, and for jobs.`,
      resolve: ({ credentialType }) =>
        CREDENTIAL_TYPES.find((type) => type === credentialType) ?? null,
    }),
    credentialId: t.string({
      nullable: true,
      description:
        'Id of the access key, the role session or the API token; `<issuer>#<subject>` for OpenID Connect. Null for commands and jobs.',
      resolve: ({ accessKeyId }) => accessKeyId || null,
    }),
    sessionId: t.exposeString('sessionId', {
      nullable: true,
      description: 'Id of the browser session, for a call that was made with its cookie.',
    }),
    address: t.exposeString('address', {
      nullable: true,
      description: `IP address of the client. ${OLDER}, and for commands and jobs.`,
    }),
    userAgent: t.exposeString('userAgent', {
      nullable: true,
      description: `Header \`User-Agent\` of the request, at most 256 characters. ${OLDER}, and for commands and jobs.`,
    }),
    keyId: t.exposeString('keyId', {
      nullable: true,
      description: 'Id of the key that was named. It may have been destroyed.',
    }),
    key: t.field({
      type: KeyMetadata,
      nullable: true,
      description:
        'The key of `keyId`, as it is now. Null if it was destroyed. Needs the permission `kms:DescribeKey`.',
      resolve: ({ keyId }, _args, call) => (keyId === null ? null : readKeyNode(call, keyId)),
    }),
    otherKeyIds: t.field({
      type: ['String'],
      description: 'Ids of further keys, such as the second one of `ReEncrypt`.',
      resolve: ({ otherKeyIds }) => otherKeyIds?.split(',').filter(Boolean) ?? [],
    }),
    keyVersionId: t.exposeString('keyVersionId', {
      nullable: true,
      description: `Id of the key version that was used. ${OLDER}.`,
    }),
    encryptionContextDigest: t.exposeString('contextDigest', {
      nullable: true,
      description: `SHA-256 of the canonical encryption context, in hexadecimal. ${OLDER}.`,
    }),
    targetKeyFingerprint: t.exposeString('targetFingerprint', {
      nullable: true,
      description: `SHA-256 of the public key (DER) to which a data key was exported, in hexadecimal. ${OLDER}.`,
    }),
    durationMilliseconds: t.float({
      nullable: true,
      description: `Time from the beginning of the operation to the making of the event, just before its commit. ${OLDER}.`,
      resolve: ({ durationMicroseconds }) =>
        durationMicroseconds === null ? null : durationMicroseconds / 1_000,
    }),
    details: t.field({
      type: [AuditDetail],
      description:
        'Fields of the input that the audit keeps, and facts about the operation. Never a plaintext or a secret.',
      resolve: ({ details }) => detailsOf(details),
    }),
  }),
});
