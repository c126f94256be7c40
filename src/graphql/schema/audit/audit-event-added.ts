import { listAuditEvents } from '#operations/audit/list-audit-events.ts';
import { matchesAuditQuery, parseAuditFilter } from '#operations/common/audit-query.ts';
import { builder } from '../../builder.ts';
import type { GraphqlCall } from '../../call.ts';
import { readLiveCursor } from '../../live-cursor.ts';
import { type Candidate, LiveSource } from '../../live-source.ts';
import { AuditEvent } from './audit-event.ts';
import { AuditEventFilter } from './audit-events.ts';

const AuditEventAdded = builder.objectRef<Candidate<object>>('AuditEventAdded').implement({
  description: 'Audit event that was added.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description: 'Position of this event. Use it as `after` to resume the subscription.',
    }),
    event: t.field({
      type: AuditEvent,
      description: 'The audit event, as `auditEvents` returns it.',
      resolve: ({ row }) => ({ ...row }), // one row is shared by all subscribers
    }),
  }),
});

type Filter = typeof AuditEventFilter.$inferInput | null | undefined;

/** How a call shows the events of a filter. @throws InvalidParameterError */
export function showEvents(filter: Filter) {
  const query = parseAuditFilter(filter ?? {});
  /** @throws NoPermissionError for a caller who may see none */
  return async <Event extends Candidate<object>>(call: GraphqlCall, events: readonly Event[]) => {
    call.read(listAuditEvents);
    return events.filter(({ row }) => matchesAuditQuery(row, query));
  };
}

builder.subscriptionField('auditEventAdded', (t) =>
  t.field({
    type: AuditEventAdded,
    nullable: true,
    description:
      'Emits each audit event of the account, in the order in which they were committed, which is not exactly that of their times. Needs the permission `kms:ListAuditEvents`.',
    args: {
      filter: t.arg({ type: AuditEventFilter, description: 'Only events that match.' }),
      after: t.arg.string({
        description:
          'Cursor of the last event that the client has: events from then on. If it is unknown, because the retention of the audit has ended or the database was restored, the error is `InvalidParameter`: read the events again and subscribe without it. Default: from now on.',
      }),
    },
    subscribe: async (_root, { filter, after }, call) => {
      const show = showEvents(filter);
      const place = readLiveCursor(after);
      return new LiveSource({
        follower: await call.follow(listAuditEvents, 'all', place?.rowId),
        after: place,
        subjectsOf: () => [{}],
        show,
      });
    },
    resolve: (payload) => payload,
  }),
);
