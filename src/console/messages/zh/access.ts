import type { Translated } from '../catalogue.ts';
import type { access as English } from '../en/access.ts';

export const access: Translated<typeof English> = {
  title: '访问控制',
};
