import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { makeAccessKeyId, makeAccessKeySecret, newAccessKey } from '#integrity/new-access-key.ts';
import { accountIdOf, type Owner } from '#integrity/owners.ts';
import { time } from '#pipeline/fields.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { accessKeyView, ownerName, viewAccessKey } from '../common/access-key-view.ts';
import { checkNewCredential } from '../common/new-credential.ts';
import { replaceOwner, requireKeyOwner, userNameOf } from '../common/owners.ts';
import { namedUser } from '../common/ram-resources.ts';

export const createAccessKey = accountOperation({
  name: 'CreateAccessKey',
  service: 'ram',
  summary:
    'Creates an access key of a user, or of the caller. Its secret is in this answer only: nobody can read it later.',
  effect: 'write',
  on: namedUser,
  input: z.strictObject({ userName: ownerName, expirationDate: time.optional() }),
  graphqlOnlyFields: ['expirationDate'],
  output: z.object({ accessKey: accessKeyView.extend({ accessKeySecret: z.string() }) }),
  audit: ['userName', 'expirationDate'],
  auditAnswer: ({ accessKey }) => ({ accessKeyId: accessKey.accessKeyId }),
  async handler(context, { userName, expirationDate }) {
    const { call, now } = context;
    const { keyring, maxAccessKeys } = call.services;
    checkNewCredential(call.principal, expirationDate, now);
    const owner = await requireKeyOwner(call, userName);
    if (owner.accessKeys.length >= maxAccessKeys)
      throw new KmsError(
        'LimitExceeded.User.AccessKey',
        `A user has at most ${maxAccessKeys} access keys. Delete one that is no longer used.`,
      );
    using secret = makeAccessKeySecret();
    const id = makeAccessKeyId();
    const userId = owner.type === 'user' ? owner.row.id : null;
    const row = newAccessKey(
      keyring,
      { id, accountId: accountIdOf(owner), userId, expiresAt: expirationDate ?? null },
      secret,
      now,
    );
    const accessKeys = [...owner.accessKeys, row];
    replaceOwner(context, owner, { ...owner, accessKeys } as Owner);
    const accessKeySecret = secret.bytes.toString('utf8');
    return {
      accessKey: { ...viewAccessKey(row), accessKeySecret },
      nodes: { accessKey: row, userName: userNameOf(owner) },
    };
  },
});
