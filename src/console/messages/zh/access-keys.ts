import type { Translated } from '../catalogue.ts';
import type { keys as English } from '../en/access-keys.ts';

export const keys: Translated<typeof English> = {
  title: '访问密钥',
  create: '创建访问密钥',
  createHint: '该访问密钥属于 {name}。密钥创建后，Secret 只显示一次。',
  yourself: '您自己',
  created: '访问密钥已创建',
  id: 'AccessKey ID',
  secret: 'AccessKey Secret',
  status: '状态',
  active: '已启用',
  inactive: '已禁用',
  createdAt: '创建时间',
  expires: '过期时间',
  lastUse: '上次使用',
  actions: '操作',
  enable: '启用',
  disable: '禁用',
  enabled: '{id} 已启用。',
  disabled: '{id} 已禁用。',
  own: '您正使用此访问密钥登录。请先使用其他访问密钥登录。',
  expiry: '过期时间',
  expiryHint: '使用此浏览器的时区。留空表示不过期。',
  empty: '没有访问密钥。',
  deleteTitle: '删除访问密钥 {id}？',
  deleteHint:
    '从下一次调用起，使用该访问密钥的请求将被拒绝，由其打开的会话也将结束。此操作无法撤销：如果不确定是否仍在使用，请先禁用。',
  deleted: '访问密钥 {id} 已删除。',
};
