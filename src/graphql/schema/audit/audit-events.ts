import type { ArgBuilder } from '@pothos/core';
import { InvalidParameterError } from '#domain/errors.ts';
import { listAuditEvents } from '#operations/audit/list-audit-events.ts';
import { parseAuditFilter } from '#operations/common/audit-query.ts';
import { readAuditPage } from '../../audit-page.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { PAGES, pageCost } from '../../paging.ts';
import { FILTER_COST } from '../key/key-filter.ts';
import { KeyMetadata } from '../key/key-metadata.ts';
import { AuditOrder } from './audit-enums.ts';
import { AuditEvent } from './audit-event.ts';

export const AuditEventFilter = builder.inputType('AuditEventFilter', {
  description: 'Conditions on audit events, which are ANDed. Values must match exactly.',
  fields: (t) => ({
    keyId: t.string({
      description: 'Id of a key that the event names, as its key or as a further one.',
    }),
    principal: t.string({
      description:
        'ARN of the caller. That of a role, `acs:ram::<account id>:role/<name>`, also matches its sessions.',
    }),
    credentialId: t.string({
      description: 'Id of the access key, the role session or the API token.',
    }),
    operation: t.string({ description: 'Operation, such as `Decrypt`.' }),
    outcome: t.string({ description: '`Done`, the code of an error, or `Failed` for any error.' }),
    address: t.string({ description: 'IP address of the client.' }),
    from: t.field({ type: 'DateTime', description: 'Only events at this time or later.' }),
    to: t.field({ type: 'DateTime', description: 'Only events earlier than this time.' }),
  }),
});

const AuditEventEdge = builder.edgeObject({
  type: AuditEvent,
  name: 'AuditEventEdge',
  nodeNullable: false,
  description: 'Audit event with its cursor.',
});
const AuditEventConnection = builder.connectionObject(
  {
    type: AuditEvent,
    name: 'AuditEventConnection',
    description:
      'Page of audit events. `endCursor` says how far the list was searched, also if no event was found there.',
    edgesNullable: { list: false, items: false },
  },
  AuditEventEdge,
);

const COST = `Adds ${FILTER_COST} to the cost of the query.`;

/** The same arguments wherever there are audit events. They page forward only. */
const argsOf = (t: ArgBuilder<typeof builder.$inferSchemaTypes>) => ({
  first: t.int(),
  after: t.string(),
  filter: t({ type: AuditEventFilter, description: 'Only events that match.' }),
  orderBy: t({
    type: AuditOrder,
    required: true,
    defaultValue: 'NEWEST_FIRST',
    description: 'Which end of the list comes first.',
  }),
});

const cost = (args: { readonly first?: number | null | undefined }) => {
  const { field, multiplier } = pageCost(args);
  return { field: field + FILTER_COST, multiplier };
};

builder.queryField('auditEvents', (t) =>
  t.field({
    ...describes({
      ...listAuditEvents,
      summary: `${listAuditEvents.summary} ${PAGES} ${COST}`,
    }),
    type: AuditEventConnection,
    args: argsOf(t.arg),
    complexity: cost,
    resolve: (_root, { filter, ...args }, call) => {
      const query = parseAuditFilter(filter ?? {});
      const { auditEvents } = call.read(listAuditEvents);
      return readAuditPage(args, (part) => auditEvents(query, part));
    },
  }),
);

builder.prismaObjectField(KeyMetadata, 'auditEvents', (t) =>
  t.field({
    type: AuditEventConnection,
    nullable: true,
    description: `Returns the audit events that name this key. Like \`auditEvents\` of Query. ${PAGES} ${COST} Needs the permission \`kms:ListAuditEvents\` for the key.`,
    args: argsOf(t.arg),
    complexity: cost,
    resolve: async (key, { filter, ...args }, call) => {
      if (filter?.keyId != null)
        throw new InvalidParameterError('keyId', 'Leave it out: these are the events of one key.');
      const query = parseAuditFilter({ ...filter, keyId: key.id });
      const { auditEvents } = await call.readOf(listAuditEvents, key);
      return readAuditPage(args, (part) => auditEvents(query, part));
    },
  }),
);
