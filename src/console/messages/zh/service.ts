import type { Translated } from '../catalogue.ts';
import type { service as English } from '../en/service.ts';

export const service: Translated<typeof English> = {
  title: '服务',
};
