import type { Translated } from '../catalogue.ts';
import type { key as English } from '../en/key.ts';

export const key: Translated<typeof English> = {
  title: '密钥',
};
