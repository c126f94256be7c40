import { cancelKeyDeletion } from '#operations/key/cancel-key-deletion.ts';
import { disableKey } from '#operations/key/disable-key.ts';
import { enableKey } from '#operations/key/enable-key.ts';
import { scheduleKeyDeletion } from '#operations/key/schedule-key-deletion.ts';
import { setDeletionProtection } from '#operations/key/set-deletion-protection.ts';
import { perform } from '#pipeline/perform.ts';
import { builder } from '../builder.ts';
import { describes } from '../describes.ts';
import { KeyMetadata } from './key.ts';

const keyIdOnly = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      keyId: t.field({
        type: 'KeyReference',
        required: true,
        description: 'The id of the key. No alias here.',
      }),
    }),
  });

const EnableKeyInput = keyIdOnly('EnableKeyInput', 'Which key to enable.');
const DisableKeyInput = keyIdOnly('DisableKeyInput', 'Which key to disable.');
const CancelKeyDeletionInput = keyIdOnly('CancelKeyDeletionInput', 'Which key to keep.');

builder.mutationField('enableKey', (t) =>
  t.field({
    ...describes(enableKey),
    type: KeyMetadata,
    args: { input: t.arg({ type: EnableKeyInput, required: true, description: 'Which key.' }) },
    resolve: async (_root, { input }, call) => (await perform(enableKey, call, input)).key,
  }),
);

builder.mutationField('disableKey', (t) =>
  t.field({
    ...describes(disableKey),
    type: KeyMetadata,
    args: { input: t.arg({ type: DisableKeyInput, required: true, description: 'Which key.' }) },
    resolve: async (_root, { input }, call) => (await perform(disableKey, call, input)).key,
  }),
);

const ScheduleKeyDeletionInput = builder.inputType('ScheduleKeyDeletionInput', {
  description: 'Which key to destroy, and when.',
  fields: (t) => ({
    keyId: t.field({
      type: 'KeyReference',
      required: true,
      description: 'The id of the key. No alias here.',
    }),
    pendingWindowInDays: t.int({
      description: 'Days until it is destroyed: 7 to 366. Default: 30.',
    }),
  }),
});

builder.mutationField('scheduleKeyDeletion', (t) =>
  t.field({
    ...describes(scheduleKeyDeletion),
    type: KeyMetadata,
    args: {
      input: t.arg({
        type: ScheduleKeyDeletionInput,
        required: true,
        description: 'Which key, and when.',
      }),
    },
    resolve: async (_root, { input }, call) =>
      (await perform(scheduleKeyDeletion, call, input)).key,
  }),
);

builder.mutationField('cancelKeyDeletion', (t) =>
  t.field({
    ...describes(cancelKeyDeletion),
    type: KeyMetadata,
    args: {
      input: t.arg({ type: CancelKeyDeletionInput, required: true, description: 'Which key.' }),
    },
    resolve: async (_root, { input }, call) => (await perform(cancelKeyDeletion, call, input)).key,
  }),
);

const SetDeletionProtectionInput = builder.inputType('SetDeletionProtectionInput', {
  description: 'Which key, by its id or its ARN, and whether to protect it.',
  fields: (t) => ({
    keyId: t.field({
      type: 'KeyReference',
      description: 'The id of the key. Give this or the ARN.',
    }),
    protectedResourceArn: t.field({
      type: 'KeyReference',
      description: 'The ARN of the key. Give this or the id.',
    }),
    enableDeletionProtection: t.boolean({
      required: true,
      description: 'true protects the key, false lifts the protection.',
    }),
    deletionProtectionDescription: t.string({
      description: 'Why it is protected: up to 8,192 characters. It counts with true alone.',
    }),
  }),
});

builder.mutationField('setDeletionProtection', (t) =>
  t.field({
    ...describes(setDeletionProtection),
    type: KeyMetadata,
    args: {
      input: t.arg({
        type: SetDeletionProtectionInput,
        required: true,
        description: 'Which key, and whether.',
      }),
    },
    resolve: async (_root, { input }, call) =>
      (await perform(setDeletionProtection, call, input)).key,
  }),
);
