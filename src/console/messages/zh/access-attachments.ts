import type { Translated } from '../catalogue.ts';
import type { attachments as English } from '../en/access-attachments.ts';

export const attachments: Translated<typeof English> = {
  title: '策略',
  attach: '授予策略',
  attachTo: '向 {name} 授予策略',
  detach: '解除',
  policy: '策略',
  chooseHint: '请选择或输入策略名称。下一次调用起生效。',
  type: '类型',
  types: {
    Custom: '自定义策略',
    System: '系统策略',
  },
  since: '授予时间',
  actions: '操作',
  empty: '没有策略：{name} 没有任何权限。',
  attached: '已向 {name} 授予策略 {policy}。',
  detached: '已解除 {name} 的策略 {policy}。',
};
