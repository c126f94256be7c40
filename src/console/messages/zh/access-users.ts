import type { Translated } from '../catalogue.ts';
import type { users as English } from '../en/access-users.ts';

export const users: Translated<typeof English> = {
  title: '用户',
  about:
    '用户代表一个人或一个程序，使用自己的访问密钥和 API 令牌登录和调用，权限由授予的策略决定。',
  create: '创建用户',
  empty: '还没有用户。',
  name: '用户名',
  nameHint: '1 到 64 个字母、数字、.、_ 或 -。',
  renameHint: '以旧名称引用该用户的策略不会随之更改。',
  displayName: '显示名称',
  email: '电子邮箱',
  mobilePhone: '手机号',
  comments: '备注',
  details: '基本信息',
  id: 'ID',
  createdAt: '创建时间',
  changedAt: '更新时间',
  editTitle: '编辑 {name}',
  saved: '{name} 已保存。',
  allowKey: '允许使用密钥',
  deleteTitle: '删除用户 {name}？',
  deleteHint: '该用户及其 API 令牌将被永久删除，其会话随之结束。',
  deleteKey: '删除访问密钥 {id}',
  detachPolicy: '解除策略 {policy}',
  deleted: '用户 {name} 已删除。',
};
