import { policyTextOf } from '#operations/common/key-policy.ts';
import { getKeyPolicy } from '#operations/key-policy/get-key-policy.ts';
import { setKeyPolicy } from '#operations/key-policy/set-key-policy.ts';
import type { KeyRow } from '#pipeline/operation.ts';
import { builder } from '../builder.ts';
import { describes } from '../describes.ts';
import { inputArg } from '../input-arg.ts';
import { keyField } from '../key-field.ts';
import { perform } from '../perform.ts';
import { KeyMetadata } from './key/key-metadata.ts';

const KeyPolicy = builder.objectRef<Pick<KeyRow, 'policy' | 'accountId'>>('KeyPolicy').implement({
  description: 'Policy of a key: who can do what with it.',
  fields: (t) => ({
    document: t.string({
      description: 'Policy as JSON: the text that was set, or that of the default policy.',
      resolve: policyTextOf,
    }),
    isDefault: t.boolean({
      description:
        'True as long as no policy is set. The default policy allows nothing to users and roles: their own policies decide.',
      resolve: ({ policy }) => policy === null,
    }),
  }),
});

builder.prismaObjectField(KeyMetadata, 'policy', (t) =>
  t.field({
    ...describes(getKeyPolicy),
    type: KeyPolicy,
    resolve: async (key, _args, call) => {
      await call.readOf(getKeyPolicy, key);
      return key;
    },
  }),
);

const SetKeyPolicyInput = builder.inputType('SetKeyPolicyInput', {
  description: 'Key and its new policy.',
  fields: (t) => ({
    keyId: keyField(t, setKeyPolicy),
    policy: t.string({
      required: true,
      description: 'Policy as JSON, at most 32,768 bytes.',
    }),
    allowLockout: t.boolean({
      description:
        'True accepts a policy after which no user or role can change it, only the root identity of the account. Default: false.',
    }),
  }),
});

builder.mutationField('setKeyPolicy', (t) =>
  t.field({
    ...describes(setKeyPolicy),
    type: KeyMetadata,
    args: { input: inputArg(t, SetKeyPolicyInput) },
    resolve: async (_root, { input }, call) => (await perform(setKeyPolicy, call, input)).key,
  }),
);
