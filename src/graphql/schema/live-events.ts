import { InvalidParameterError } from '#domain/errors.ts';
import { listAuditEvents } from '#operations/audit/list-audit-events.ts';
import { listKeys } from '#operations/key/list-keys.ts';
import { builder } from '../builder.ts';
import { CHANGES, changedKeys } from '../key-changes.ts';
import { readLiveCursor } from '../live-cursor.ts';
import { followAll, type LivePart, showParts } from '../live-parts.ts';
import { type Candidate, LiveSource } from '../live-source.ts';
import { AuditEvent } from './audit/audit-event.ts';
import { showEvents } from './audit/audit-event-added.ts';
import { AuditEventFilter } from './audit/audit-events.ts';
import { KeyChange, type ShownChange, showChanges } from './key/key-changed.ts';
import { FILTER_COST, filterCost, KeyFilter } from './key/key-filter.ts';

const MAX_FILTERS = 50;

/** A row gives one subject for each key that it changed, and one without a key for itself. */
type Subject = { readonly keyId: string | null };

interface Payload {
  readonly cursor: string;
  readonly filters: number[];
  readonly keyChange: ShownChange | null;
  readonly row: Candidate<object>['row'] | null;
}

const LiveEvent = builder.objectRef<Payload>('LiveEvent').implement({
  description: 'A change of a key, or an audit event that was added. The other one is null.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description: 'Position of this event. Use it as `after` to resume the subscription.',
    }),
    filters: t.exposeIntList('filters', {
      description:
        'Positions of the filters that the event matches, counted from 0: in `keyChanges` for a change of a key, in `auditEvents` for an audit event.',
    }),
    keyChange: t.expose('keyChange', {
      type: KeyChange,
      nullable: true,
      description: 'What `keyChanged` emits, if the event is a change of a key.',
    }),
    auditEvent: t.field({
      type: AuditEvent,
      nullable: true,
      description: 'The event as `auditEvents` returns it, if one was added.',
      resolve: ({ row }) => row && { ...row }, // one row is shared by all subscribers
    }),
  }),
});

type Part = LivePart<Candidate<Subject>, Omit<Payload, 'filters'>>;

const isChange = (one: Candidate<Subject>): one is Candidate<{ readonly keyId: string }> =>
  one.keyId !== null;

function keyPart(filter: typeof KeyFilter.$inferInput, number: number): Part {
  const show = showChanges(filter);
  return {
    number,
    show: async (call, candidates) =>
      (await show(call, candidates.filter(isChange))).map((keyChange) => ({
        cursor: keyChange.cursor,
        keyChange,
        row: null,
      })),
  };
}

function auditPart(filter: typeof AuditEventFilter.$inferInput, number: number): Part {
  const show = showEvents(filter);
  return {
    number,
    show: async (call, candidates) =>
      (
        await show(
          call,
          candidates.filter((one) => !isChange(one)),
        )
      ).map(({ cursor, row }) => ({ cursor, keyChange: null, row })),
  };
}

builder.subscriptionField('liveEvents', (t) =>
  t.field({
    type: LiveEvent,
    nullable: true,
    description:
      'Emits what `keyChanged` and `auditEventAdded` emit, for several filters over one stream, in the order in which the events were committed. For a page with several windows or views, because a browser opens only six connections to a server. Needs the permissions of those two. What the caller may not see at that moment is left out; a caller who may see none of it gets the error of the first.',
    args: {
      keyChanges: t.arg({
        type: [KeyFilter],
        description: `Changes of keys that match one of these filters, as they are after the change; \`{}\` matches all keys. A filter with conditions adds ${FILTER_COST} to the cost.`,
      }),
      auditEvents: t.arg({
        type: [AuditEventFilter],
        description: `Audit events that match one of these filters; \`{}\` matches all of them. At most ${MAX_FILTERS} filters together with those of \`keyChanges\`.`,
      }),
      after: t.arg.string({
        description:
          'Cursor of the last event that the client has, also with other filters than now: events from then on. If it is unknown, because the retention of the audit has ended or the database was restored, the error is `InvalidParameter`: read the data again and subscribe without it. Default: from now on.',
      }),
    },
    complexity: ({ keyChanges, auditEvents }) =>
      (keyChanges ?? []).reduce((sum, filter) => sum + 1 + filterCost(filter), 0) +
      (auditEvents?.length ?? 0),
    subscribe: async (_root, { keyChanges, auditEvents, after }, call) => {
      const [keys, audit] = [keyChanges ?? [], auditEvents ?? []];
      const count = keys.length + audit.length;
      if (count === 0 || count > MAX_FILTERS)
        throw new InvalidParameterError(
          'keyChanges',
          `Give 1 to ${MAX_FILTERS} filters in \`keyChanges\` and \`auditEvents\` together.`,
        );
      const show = showParts([...keys.map(keyPart), ...audit.map(auditPart)]);
      const place = readLiveCursor(after);
      const wanted = [
        { operation: listAuditEvents, rows: 'all', isWanted: audit.length > 0 },
        // All of them also for a caller who may not see audit events yet.
        {
          operation: listKeys,
          rows: audit.length > 0 ? 'all' : CHANGES,
          isWanted: keys.length > 0,
        },
      ] as const;
      return new LiveSource({
        follower: await followAll(
          call,
          wanted.filter(({ isWanted }) => isWanted),
          place?.rowId,
        ),
        after: place,
        // The same subjects whatever is wanted: a cursor counts them.
        subjectsOf: (row): readonly Subject[] => [...changedKeys(row), { keyId: null }],
        show,
      });
    },
    resolve: (payload) => payload,
  }),
);
