import { z } from 'zod';
import { keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { deleteTags, TAGGABLE } from '../common/set-tags.ts';
import { tagKeys } from '../common/tag-fields.ts';

/** Removing a tag that the key does not have succeeds (not verified against the cloud). */
export const untagResource = keyOperation({
  name: 'UntagResource',
  summary: 'Removes tags from a key.',
  effect: 'write',
  key: TAGGABLE,
  input: z.strictObject({ keyId: keyReference, tagKeys }),
  output: z.object({}),
  audit: ['tagKeys'],
  unsupportedParameters: ['SecretName', 'CertificateId'],
  rpcOnly: 'Use untagKeys, which takes several keys.',
  async handler(context, { tagKeys }) {
    await deleteTags(context, [context.key], tagKeys);
    return {};
  },
});
