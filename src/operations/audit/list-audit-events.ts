import { z } from 'zod';
import { InvalidParameterError } from '#domain/errors.ts';
import { integer, text } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { findAuditEvents, isAuditPlace } from '#store/read/audit/find-audit-events.ts';
import { auditFilter, auditOrder, auditQuery } from '../common/audit-query.ts';
import { wholeAccount } from '../common/resources.ts';

/** Most rows of one answer. */
export const MAX_AUDIT_EVENTS = 1_000;

export const listAuditEvents = accountOperation({
  name: 'ListAuditEvents',
  summary:
    'Returns audit events: who used or changed what, from where, and whether it was done. A page can have fewer events than asked for, also none, while `hasNextPage` is true: the work for one page is limited.',
  effect: 'read',
  graphqlOnly: 'The cloud records events of KMS in ActionTrail, another product.',
  on: wholeAccount,
  input: z.strictObject({
    ...auditFilter,
    orderBy: auditOrder,
    after: text(64, 1).optional(),
    first: integer(1, MAX_AUDIT_EVENTS).default(20),
  }),
  output: z.object({}),
  async handler({ call }, { orderBy, after, first: take, ...filter }) {
    if (after !== undefined && !isAuditPlace(after))
      throw new InvalidParameterError('after', 'Use the id of an event.');
    const { backgroundDb } = call.services;
    const part = { after, take, isDescending: orderBy === 'NEWEST_FIRST' };
    const { accountId } = call.principal;
    const { rows, next } = await findAuditEvents(backgroundDb, accountId, auditQuery(filter), part);
    return { nodes: { rows, next } };
  },
});
