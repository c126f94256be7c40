import { z } from 'zod';
import { InvalidParameterError } from '#domain/errors.ts';
import { time } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { replaceOwner, requireAccount } from '../common/owners.ts';
import { ownAccount } from '../common/ram-resources.ts';

export const endSessions = accountOperation({
  name: 'EndSessions',
  service: 'ram',
  summary:
    'Ends all sessions of the account that were begun before a time: sessions of its roles, sessions of roles that its users assumed, and those of browsers. Access tokens that an OpenID Connect issuer issued before are not accepted any more. It takes effect at the next call, on every replica. Sessions that were begun up to ten minutes after that time can end too, because clocks of replicas differ.',
  effect: 'write',
  on: ownAccount,
  graphqlOnly: 'RAM has no such operation.',
  input: z.strictObject({ begunBefore: time.optional() }),
  output: z.object({ sessionsValidAfter: z.date() }),
  audit: ['begunBefore'],
  async handler(context, { begunBefore }) {
    const { call, now } = context;
    if (begunBefore && begunBefore > now)
      throw new InvalidParameterError('begunBefore', 'Give a time that is not in the future.');
    const account = await requireAccount(call);
    const { row } = account;
    const sessionsValidAfter = laterEnd(row.sessionsValidAfter, begunBefore, now);
    replaceOwner(context, account, { ...account, row: { ...row, sessionsValidAfter } });
    return { sessionsValidAfter };
  },
});

/**
 * When the sessions have been ended then. It never goes back, because ended sessions would live again; and without a
 * given time it goes on, because sessions know the last end.
 */
function laterEnd(last: Date | null, given: Date | undefined, now: Date): Date {
  const lastMs = last?.getTime() ?? 0;
  return new Date(given ? Math.max(given.getTime(), lastMs) : Math.max(now.getTime(), lastMs + 1));
}
