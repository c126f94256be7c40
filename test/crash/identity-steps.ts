import { DONE } from './ask.ts';
import type { Caller } from './caller.ts';

const POLICY = { policyType: 'System', policyName: 'AliyunKMSReadOnlyAccess' };

/** A user, then its policy, then its access key. Each changes the MAC of the user with it. */
export async function enroll(caller: Caller): Promise<void> {
  const userName = caller.label();
  const { code } = await caller.ask('CreateUser', { userName });
  if (code !== DONE) return;
  caller.users.push(userName);
  await caller.ask('AttachPolicyToUser', { ...POLICY, userName });
  await caller.ask('CreateAccessKey', { userName });
}

/** Changes a user. Only one whose rows fit its MAC can be changed: what a crash left half made would be refused. */
export async function changeUser(
  caller: Caller,
  userName = caller.chance.pick(caller.users),
): Promise<void> {
  if (userName !== undefined)
    await caller.ask('UpdateUser', { userName, newComments: caller.label() });
}
