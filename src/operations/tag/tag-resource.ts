import { z } from 'zod';
import { keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { setTags, TAGGABLE } from '../common/set-tags.ts';
import { checkTags, tags } from '../common/tag-fields.ts';

export const tagResource = keyOperation({
  name: 'TagResource',
  summary: 'Adds tags to a key; replaces the values of existing tags.',
  effect: 'write',
  key: TAGGABLE,
  input: z.strictObject({ keyId: keyReference, tags }),
  output: z.object({}),
  audit: ['tags'],
  unsupportedParameters: ['SecretName', 'CertificateId'],
  rpcOnly: 'Use tagKeys, which takes several keys.',
  async handler(context, { tags }) {
    checkTags(tags, 'tags');
    await setTags(context, [context.key], tags);
    return {};
  },
});
