import type { Translated } from '../catalogue.ts';
import type { keys as English } from '../en/keys.ts';

export const keys: Translated<typeof English> = {
  title: '密钥',
};
