import type { Translated } from '../catalogue.ts';
import type { holders as English } from '../en/access-holders.ts';

export const holders: Translated<typeof English> = {
  title: '已授予的对象',
  name: '名称',
  type: '类型',
  user: '用户',
  role: '角色',
  since: '授予时间',
  empty: '尚未授予任何用户或角色。',
};
