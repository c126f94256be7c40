import { cancelKeyDeletion } from '#operations/key/cancel-key-deletion.ts';
import { disableKey } from '#operations/key/disable-key.ts';
import { enableKey } from '#operations/key/enable-key.ts';
import { scheduleKeyDeletion } from '#operations/key/schedule-key-deletion.ts';
import { setDeletionProtection } from '#operations/key/set-deletion-protection.ts';
import { builder } from '../../builder.ts';
import { describes } from '../../describes.ts';
import { inputArg } from '../../input-arg.ts';
import { keyField, optionalKeyField } from '../../key-field.ts';
import { perform } from '../../perform.ts';
import { KeyMetadata } from './key-metadata.ts';

const EnableKeyInput = builder.inputType('EnableKeyInput', {
  description: 'Key to enable, so that it can be used again.',
  fields: (t) => ({ keyId: keyField(t, enableKey) }),
});

builder.mutationField('enableKey', (t) =>
  t.field({
    ...describes(enableKey),
    type: KeyMetadata,
    args: { input: inputArg(t, EnableKeyInput) },
    resolve: async (_root, { input }, call) => (await perform(enableKey, call, input)).key,
  }),
);

const DisableKeyInput = builder.inputType('DisableKeyInput', {
  description: 'Key to disable, so that it cannot be used.',
  fields: (t) => ({ keyId: keyField(t, disableKey) }),
});

builder.mutationField('disableKey', (t) =>
  t.field({
    ...describes(disableKey),
    type: KeyMetadata,
    args: { input: inputArg(t, DisableKeyInput) },
    resolve: async (_root, { input }, call) => (await perform(disableKey, call, input)).key,
  }),
);

const ScheduleKeyDeletionInput = builder.inputType('ScheduleKeyDeletionInput', {
  description: 'Key to destroy and the waiting period before.',
  fields: (t) => ({
    keyId: keyField(t, scheduleKeyDeletion),
    pendingWindowInDays: t.int({
      description: 'Waiting period in days, 7 to 366. Default: 30.',
    }),
  }),
});

builder.mutationField('scheduleKeyDeletion', (t) =>
  t.field({
    ...describes(scheduleKeyDeletion),
    type: KeyMetadata,
    args: { input: inputArg(t, ScheduleKeyDeletionInput) },
    resolve: async (_root, { input }, call) =>
      (await perform(scheduleKeyDeletion, call, input)).key,
  }),
);

const CancelKeyDeletionInput = builder.inputType('CancelKeyDeletionInput', {
  description: 'Key whose deletion to cancel.',
  fields: (t) => ({ keyId: keyField(t, cancelKeyDeletion) }),
});

builder.mutationField('cancelKeyDeletion', (t) =>
  t.field({
    ...describes(cancelKeyDeletion),
    type: KeyMetadata,
    args: { input: inputArg(t, CancelKeyDeletionInput) },
    resolve: async (_root, { input }, call) => (await perform(cancelKeyDeletion, call, input)).key,
  }),
);

const DeletionProtectedKeyInput = builder.inputType('DeletionProtectedKeyInput', {
  description: 'Name of the key, in exactly one of the two fields.',
  isOneOf: true,
  fields: (t) => ({
    keyId: optionalKeyField(t, setDeletionProtection, 'The key'),
    protectedResourceArn: optionalKeyField(
      t,
      setDeletionProtection,
      'The key, under the name that the RPC API gives the ARN',
    ),
  }),
});

const SetDeletionProtectionInput = builder.inputType('SetDeletionProtectionInput', {
  description: 'Key and its deletion protection.',
  fields: (t) => ({
    key: t.field({
      type: DeletionProtectedKeyInput,
      required: true,
      description: 'Key to protect, by its id or its ARN.',
    }),
    enableDeletionProtection: t.boolean({
      required: true,
      description: 'True protects the key, false removes the protection.',
    }),
    deletionProtectionDescription: t.string({
      description:
        'Reason for the protection, at most 8,192 characters. Ignored if the protection is removed. Default: empty.',
    }),
  }),
});

builder.mutationField('setDeletionProtection', (t) =>
  t.field({
    ...describes(setDeletionProtection),
    type: KeyMetadata,
    args: { input: inputArg(t, SetDeletionProtectionInput) },
    resolve: async (_root, { input: { key, ...input } }, call) =>
      (await perform(setDeletionProtection, call, { ...key, ...input })).key,
  }),
);
