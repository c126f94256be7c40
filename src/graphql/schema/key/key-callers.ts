import type { KeyCaller as Caller } from '#operations/common/key-callers.ts';
import { builder } from '../../builder.ts';

export const KeyCaller = builder.objectRef<Caller>('KeyCaller').implement({
  description: 'Somebody who used a key, with the last use.',
  fields: (t) => ({
    principal: t.expose('principal', {
      type: 'Arn',
      description:
        'ARN of the user, the role session or the root identity; also of another account that the key policy permits.',
    }),
    lastUsedDate: t.expose('lastUsedAt', {
      type: 'DateTime',
      description: 'Time of the last use by this caller.',
    }),
    operation: t.exposeString('operation', { description: 'Operation of that use.' }),
  }),
});
