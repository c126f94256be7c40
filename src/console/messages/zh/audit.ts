import type { Translated } from '../catalogue.ts';
import type { audit as English } from '../en/audit.ts';

export const audit: Translated<typeof English> = {
  title: '审计',
};
