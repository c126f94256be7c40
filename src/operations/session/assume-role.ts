import { z } from 'zod';
import { sessionArn } from '#domain/arn.ts';
import { decideAssuming } from '#domain/policy/assume-role.ts';
import type { Principal } from '#domain/principal.ts';
import { type Assumer, MAX_CHAIN_SESSIONS, type SessionChain } from '#domain/security-token.ts';
import { secondsAfter } from '#domain/time.ts';
import { sessionsValidAfter } from '#integrity/principals.ts';
import type { Call } from '#pipeline/call.ts';
import { integer, text } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { requireRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { requireAssumable } from '../common/assumed-role.ts';
import { checkAssuming } from '../common/new-credential.ts';
import {
  chainTooLong,
  checkSessionName,
  checkSessionPolicy,
  MIN_SESSION_SECONDS,
  makeSessionId,
  makeSessionSecret,
  parseRoleArn,
  policyTooLong,
  sessionCredentials,
  wrongDuration,
} from '../common/session-view.ts';

/** Where the role allows it and the caller does not say otherwise. */
const DEFAULT_SECONDS = 3_600;
/** Longer than what is valid, so that the error can say which rule a value breaks. */
const [MAX_TEXT_CHARACTERS, MAX_POLICY_CHARACTERS] = [256, 4_096];

export const assumeRole = accountOperation({
  name: 'AssumeRole',
  service: 'sts',
  summary:
    'Assumes a role for a time: returns credentials that may do what the role may, and no more than a given session policy allows. The policies of the caller and the trust policy of the role must both allow it.',
  effect: 'write',
  on: (_place, { roleArn }) => [roleArn],
  decide: decideAssuming,
  input: z.strictObject({
    roleArn: text(MAX_TEXT_CHARACTERS, 1),
    roleSessionName: text(MAX_TEXT_CHARACTERS),
    durationSeconds: integer(0, Number.MAX_SAFE_INTEGER).optional(),
    policy: text(MAX_POLICY_CHARACTERS).optional(),
  }),
  output: z.object({
    credentials: sessionCredentials,
    assumedRoleUser: z.object({ arn: z.string(), assumedRoleId: z.string() }),
  }),
  audit: ['roleArn', 'roleSessionName', 'durationSeconds'],
  auditAnswer: ({ credentials }) => ({ accessKeyId: credentials.accessKeyId }),
  unsupportedParameters: ['ExternalId', 'SourceIdentity'],
  async handler(context, input) {
    const { call, now, write } = context;
    const { roleArn, roleSessionName, policy = '' } = input;
    checkAssuming(call.principal);
    parseRoleArn(roleArn);
    checkSessionName(roleSessionName);
    if (policy) checkSessionPolicy(policy);
    const { row: role } = await requireAssumable(context, roleArn);
    const { id, accountId, name, mac } = role;
    const { keyring, tokenKeys, db, reportDamage: report } = call.services;
    // A role that was deleted or changed meanwhile is read again.
    write(requireRow(TABLES.role, { id, accountId }, { mac }));
    const expiresAt = endOf(call.principal, now, secondsOf(input, role.maxSessionDurationSeconds));
    const accessKeyId = makeSessionId();
    using secret = makeSessionSecret();
    const endedIn = (account: string) => sessionsValidAfter({ db, keyring, report }, account);
    const link = {
      accountId,
      roleId: id,
      name: roleSessionName,
      accessKeyId,
      issuedAt: now,
      expiresAt,
      accountEndedAt: await endedIn(accountId),
      policy,
    };
    const before = call.principal.session?.chain;
    if (before && before.links.length >= MAX_CHAIN_SESSIONS) throw chainTooLong();
    const assumer = before?.assumer ?? (await assumerOf(call, endedIn));
    const chain: SessionChain = { links: [link, ...(before?.links ?? [])], assumer };
    const securityToken = await tokenKeys.seal({ chain, secret });
    if (securityToken === undefined) throw policyTooLong();
    const accessKeySecret = secret.bytes.toString('utf8');
    return {
      credentials: { accessKeyId, accessKeySecret, securityToken, expiration: expiresAt },
      assumedRoleUser: {
        arn: sessionArn(accountId, name, roleSessionName),
        assumedRoleId: `${id}:${roleSessionName}`,
      },
    };
  },
});

/** @throws FieldError `InvalidParameter.DurationSeconds` */
function secondsOf(
  { durationSeconds }: { readonly durationSeconds?: number | undefined },
  max: number,
): number {
  const seconds = durationSeconds ?? Math.min(DEFAULT_SECONDS, max);
  if (seconds < MIN_SESSION_SECONDS || seconds > max) throw wrongDuration(max);
  return seconds;
}

/** When a session ends, to the second, as clients read it: no later than the session that makes it. */
function endOf({ session }: Principal, now: Date, seconds: number): Date {
  const end = Math.min(
    secondsAfter(now, seconds).getTime(),
    session?.expiresAt.getTime() ?? Infinity,
  );
  return new Date(Math.floor(end / 1_000) * 1_000);
}

/** The user that calls, with its access key. */
const assumerOf = async (
  { principal: { accountId, id: userId, credential } }: Call,
  endedIn: (accountId: string) => Promise<Date>,
): Promise<Assumer> => ({
  accountId,
  userId,
  accessKeyId: credential.id,
  accountEndedAt: await endedIn(accountId),
});
