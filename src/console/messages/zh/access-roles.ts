import type { Translated } from '../catalogue.ts';
import type { roles as English } from '../en/access-roles.ts';

export const roles: Translated<typeof English> = {
  title: '角色',
  about: '用户和其他角色可以临时扮演角色。信任策略决定谁可以扮演，授予的策略决定其权限。',
  create: '创建角色',
  empty: '还没有角色。',
  name: '角色名称',
  nameHint: '1 到 64 个字母、数字或 -。',
  description: '描述',
  seconds: '最长会话时间（秒）',
  secondsHint: '{min, number} 到 {max, number}。',
  secondsFault: '请输入 {min, number} 到 {max, number} 之间的整数。',
  trust: '信任策略',
  trustDocument: '信任策略文档',
  trustHint: '谁可以扮演该角色。账号的“:root”表示其全部用户和角色。',
  details: '基本信息',
  id: 'ID',
  createdAt: '创建时间',
  changedAt: '更新时间',
  editTitle: '编辑 {name}',
  saved: '{name} 已保存。',
  deleteTitle: '删除角色 {name}？',
  deleteHint: '该角色将被永久删除，其会话随之结束。',
  detachPolicy: '解除策略 {policy}',
  deleted: '角色 {name} 已删除。',
};
