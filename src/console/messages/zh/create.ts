import type { Translated } from '../catalogue.ts';
import type { create as English } from '../en/create.ts';

export const create: Translated<typeof English> = {
  title: '创建密钥',
};
