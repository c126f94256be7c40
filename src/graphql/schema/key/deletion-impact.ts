import { MAX_ALIASES } from '#domain/key-reference.ts';
import { listAliasesByKeyId } from '#operations/alias/list-aliases-by-key-id.ts';
import { listAuditEvents } from '#operations/audit/list-audit-events.ts';
import {
  findKeyCallers,
  type KeyCallers,
  MAX_CALLER_ROWS,
  MAX_CALLERS,
} from '#operations/common/key-callers.ts';
import { deletionProtectionOf } from '#operations/common/key-metadata.ts';
import { describeKey } from '#operations/key/describe-key.ts';
import { once } from '#pipeline/once.ts';
import type { KeyRow } from '#pipeline/operation.ts';
import { builder } from '../../builder.ts';
import type { GraphqlCall } from '../../call.ts';
import { describes } from '../../describes.ts';
import { DeletionProtection } from '../../enums.ts';
import { keyArg } from '../../key-field.ts';
import { perform } from '../../perform.ts';
import { KeyCaller } from './key-callers.ts';
import { FILTER_COST } from './key-filter.ts';
import { KeyMetadata } from './key-metadata.ts';

const DAYS = 90;
const MAX_ALIAS_NAMES = 100;

interface Impact {
  readonly key: KeyRow;
  readonly lastUsedAt: Date | null;
  readonly uses: number;
  readonly versions: number;
  /** Sorted. */
  readonly aliasNames: () => Promise<readonly string[]>;
  readonly callers: () => Promise<KeyCallers>;
}

async function aliasNamesOf(call: GraphqlCall, key: KeyRow): Promise<readonly string[]> {
  const { aliasesOfKey } = await call.readOf(listAliasesByKeyId, key);
  const aliases = await aliasesOfKey(key.id)({ isDescending: false, take: MAX_ALIASES });
  return aliases.map(({ name }) => name).toSorted();
}

async function callersOf(call: GraphqlCall, key: KeyRow): Promise<KeyCallers> {
  const { auditEvents } = await call.readOf(listAuditEvents, key);
  return findKeyCallers(auditEvents, key.id);
}

const NEEDS_ALIASES = 'Needs the permission `kms:ListAliasesByKeyId` for the key.';
const NEEDS_AUDIT = 'Needs the permission `kms:ListAuditEvents` for the key.';

const KeyDeletionImpact = builder.objectRef<Impact>('KeyDeletionImpact').implement({
  description:
    'Effect of destroying a key. Ciphertext that was encrypted with it can never be decrypted again.',
  fields: (t) => ({
    key: t.expose('key', {
      type: KeyMetadata,
      nullable: true,
      description: 'Key that would be destroyed.',
    }),
    lastUsedDate: t.expose('lastUsedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Time of the last cryptographic operation with the key. Null if there was none.',
    }),
    usesInLast90Days: t.exposeFloat('uses', {
      description:
        'Number of cryptographic operations with the key in the last 90 days, today (UTC) included. A whole number that may exceed the range of Int.',
    }),
    versionCount: t.exposeInt('versions', { description: 'Number of key versions.' }),
    deletionProtection: t.field({
      type: DeletionProtection,
      description: 'State of deletion protection.',
      resolve: ({ key }) => deletionProtectionOf(key),
    }),
    aliasNames: t.stringList({
      nullable: true,
      description: `Names of the aliases of the key, sorted; the first ${MAX_ALIAS_NAMES}. ${NEEDS_ALIASES}`,
      resolve: async ({ aliasNames }) => (await aliasNames()).slice(0, MAX_ALIAS_NAMES),
    }),
    aliasCount: t.int({
      nullable: true,
      description: `Number of aliases of the key. ${NEEDS_ALIASES}`,
      resolve: async ({ aliasNames }) => (await aliasNames()).length,
    }),
    callers: t.field({
      type: [KeyCaller],
      nullable: true,
      description: `Who used the key, by the newest ${MAX_CALLER_ROWS} audit events of the key at most: up to ${MAX_CALLERS} callers, the one of the newest use first. Adds ${FILTER_COST} to the cost of the query. ${NEEDS_AUDIT}`,
      complexity: { field: FILTER_COST, multiplier: 1 },
      resolve: async ({ callers }) => (await callers()).callers,
    }),
    areCallersComplete: t.boolean({
      nullable: true,
      description: `Whether \`callers\` has all callers that the stored audit events of the key name. False: older events were not examined, or there are more callers. ${NEEDS_AUDIT}`,
      complexity: { field: FILTER_COST, multiplier: 1 },
      resolve: async ({ callers }) => (await callers()).isComplete,
    }),
  }),
});

builder.queryField('keyDeletionImpact', (t) =>
  t.field({
    ...describes(describeKey),
    description:
      'Effect of destroying a key: its last use, recent uses, callers, aliases and versions. Needs the permission `kms:DescribeKey`.',
    type: KeyDeletionImpact,
    args: { keyId: keyArg(t.arg, describeKey) },
    resolve: async (_root, { keyId }, call) => {
      const { key } = await perform(describeKey, call, { keyId });
      const { versionCount, usesOfKey } = await call.readOf(describeKey, key);
      const [versions, uses] = await Promise.all([versionCount(key.id), usesOfKey(key.id, DAYS)]);
      return {
        key,
        versions,
        ...uses,
        aliasNames: once(() => aliasNamesOf(call, key)),
        callers: once(() => callersOf(call, key)),
      };
    },
  }),
);
