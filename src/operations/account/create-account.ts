import { z } from 'zod';
import { KmsError } from '#domain/errors.ts';
import { newAccount, newRootAccessKey } from '#integrity/new-account.ts';
import { insertOwner } from '#integrity/owner-writes.ts';
import { accountOperation } from '#pipeline/operation.ts';
import { accessKeyView, viewAccessKey } from '../common/access-key-view.ts';
import { ownAccount } from '../common/ram-resources.ts';

const exists = () =>
  new KmsError('InvalidParameter', 'This account exists already. Use another account id.');

/** Of the operator only: it is called as the operator of the account that it creates. */
export const createAccount = accountOperation({
  name: 'CreateAccount',
  service: 'ram',
  summary: 'Creates an account, and the first access key of its root identity.',
  effect: 'write',
  on: ownAccount,
  input: z.strictObject({}),
  output: z.object({
    accountId: z.string(),
    accessKey: accessKeyView.extend({ accessKeySecret: z.string() }),
  }),
  async handler({ call, now, write }) {
    const { accountId } = call.principal;
    const { db, keyring } = call.services;
    if (await db.account.findUnique({ where: { id: accountId } })) throw exists();
    const { row, secret } = newRootAccessKey(keyring, accountId, now);
    using _secret = secret;
    const account = { ...newAccount(keyring, accountId, now), accessKeys: [row] };
    write(...insertOwner(keyring, account, exists));
    const accessKeySecret = secret.bytes.toString('utf8');
    return { accountId, accessKey: { ...viewAccessKey(row), accessKeySecret } };
  },
});
