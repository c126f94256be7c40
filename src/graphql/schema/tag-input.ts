import { builder } from '../builder.ts';

export const TagInput = builder.inputType('TagInput', {
  description: 'A tag: letters, digits and `/ \\ _ - . + = : @`.',
  fields: (t) => ({
    tagKey: t.string({
      required: true,
      description: '1 to 128 characters, not beginning with `aliyun` or `acs:`.',
    }),
    tagValue: t.string({ required: true, description: '0 to 128 characters.' }),
  }),
});
