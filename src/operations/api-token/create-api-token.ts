import { z } from 'zod';
import { InvalidParameterError } from '#domain/errors.ts';
import { makeApiToken, newApiToken } from '#integrity/new-api-token.ts';
import { accountIdOf } from '#integrity/owners.ts';
import { text, time } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { insertUnique, requireRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import { ownerName } from '../common/access-key-view.ts';
import { apiTokenView, viewApiToken } from '../common/api-token-view.ts';
import { checkNewCredential } from '../common/new-credential.ts';
import { requireKeyOwner, userNameOf } from '../common/owners.ts';
import { namedUser } from '../common/ram-resources.ts';
import { roomFor } from '../common/room.ts';
import { checkSessionPolicy } from '../common/session-view.ts';

/** Longer than what is valid, so that the error can say which rule a policy breaks. */
const MAX_POLICY_CHARACTERS = 4_096;

export const createApiToken = accountOperation({
  name: 'CreateApiToken',
  service: 'ram',
  summary:
    'Creates an API token of a user, or of the caller, for GraphQL. A policy can limit it further than its owner. The token is in this answer only: nobody can read it later.',
  effect: 'write',
  on: namedUser,
  graphqlOnly: 'RAM has no such operation. The RPC APIs have no bearer tokens.',
  input: z.strictObject({
    userName: ownerName,
    name: text(128, 1),
    policy: text(MAX_POLICY_CHARACTERS).optional(),
    expirationDate: time.optional(),
  }),
  output: z.object({ apiToken: apiTokenView, token: z.string() }),
  audit: ['userName', 'name', 'policy', 'expirationDate'],
  async handler(context, { userName, name, policy, expirationDate }) {
    const { call, now, write } = context;
    checkNewCredential(call.principal, expirationDate, now);
    if (/[\t\r\n]/.test(name)) throw new InvalidParameterError('name', 'Use one line.');
    if (policy !== undefined) checkSessionPolicy(policy);
    const owner = await requireKeyOwner(call, userName);
    const accountId = accountIdOf(owner);
    const token = makeApiToken();
    const row = newApiToken(
      call.services.keyring,
      {
        accountId,
        userId: owner.type === 'user' ? owner.row.id : null,
        name,
        policy: policy ?? null,
        expiresAt: expirationDate ?? null,
      },
      token,
      now,
    );
    // A user that is deleted meanwhile gets no token.
    if (owner.type === 'user')
      write(requireRow(TABLES.user, { id: owner.row.id, accountId }, { name: owner.row.name }));
    write(insertUnique(TABLES.apiToken, row, ['id']), ...(await roomFor(context, 'tokens')));
    return {
      apiToken: viewApiToken({ ...row, lastUse: null }),
      token,
      nodes: { apiToken: { ...row, lastUse: null }, userName: userNameOf(owner) },
    };
  },
});
