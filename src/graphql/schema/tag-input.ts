import { builder } from '../builder.ts';

export const TagInput = builder.inputType('TagInput', {
  description: 'Tag. Its texts consist of letters, digits and `/ \\ _ - . + = : @`.',
  fields: (t) => ({
    tagKey: t.string({
      required: true,
      description: 'Key of 1 to 128 characters. It must not begin with `aliyun` or `acs:`.',
    }),
    tagValue: t.string({ required: true, description: 'Value of 0 to 128 characters.' }),
  }),
});
