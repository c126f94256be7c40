import { versionIdOf } from '#operations/common/policy-fields.ts';
import type { AnyVersion } from '#operations/common/policy-view.ts';
import { builder } from '../../builder.ts';

export const PolicyVersion = builder.objectRef<AnyVersion>('PolicyVersion').implement({
  description: 'Version of a policy. It never changes; the default version applies.',
  fields: (t) => ({
    versionId: t.string({
      description: 'Id of the version, such as `v1`. Ids are not used twice.',
      resolve: ({ number }) => versionIdOf(number),
    }),
    isDefaultVersion: t.exposeBoolean('isDefault', {
      description: 'Whether this is the version that applies.',
    }),
    policyDocument: t.exposeString('document', { description: 'Document, as JSON.' }),
    creationDate: t.expose('createdAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Time at which the version was created. Null for a system policy.',
    }),
  }),
});
