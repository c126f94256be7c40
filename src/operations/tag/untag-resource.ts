import { z } from 'zod';
import { keyReference } from '#pipeline/fields.ts';
import { keyOperation } from '#pipeline/operation.ts';
import { TAGGABLE } from '../common/set-tags.ts';
import { tagKeys } from '../common/tag-fields.ts';

/** A tag that is not there is no error: afterwards it is not there (unverified). */
export const untagResource = keyOperation({
  name: 'UntagResource',
  summary: 'Removes tags from a key.',
  effect: 'write',
  key: TAGGABLE,
  input: z.strictObject({ keyId: keyReference, tagKeys }),
  output: z.object({}),
  audit: ['tagKeys'],
  notYet: ['SecretName', 'CertificateId'],
  rpcOnly: 'untagKeys does this for any number of keys.',
  handler({ key, changeTags }, { tagKeys }) {
    changeTags(key, { set: [], remove: tagKeys });
    return {};
  },
});
