import type { Translated } from '../catalogue.ts';
import type { tryIt as English } from '../en/try-it.ts';

export const tryIt: Translated<typeof English> = {
  title: '试用',
};
