import type { Translated } from '../catalogue.ts';
import type { tokens as English } from '../en/access-tokens.ts';

export const tokens: Translated<typeof English> = {
  title: 'API 令牌',
  create: '创建 API 令牌',
  created: 'API 令牌已创建',
  token: 'API 令牌',
  name: '名称',
  nameHint: '用于识别，例如“夜间备份”。',
  expiry: '过期时间',
  expiryHint: '使用此浏览器的时区。留空表示不过期。',
  policy: '限制策略',
  policyHint: '可选。限制所有者使用此令牌时的权限，不会授予更多权限。',
  noPolicy: '无限制',
  showPolicy: '查看',
  policyOf: '{name} 的限制策略',
  createdAt: '创建时间',
  expires: '过期时间',
  lastUse: '上次使用',
  actions: '操作',
  empty: '没有 API 令牌。',
  deleteTitle: '删除 API 令牌 {name}？',
  deleteHint: '从下一次调用起，使用该令牌的请求将被拒绝。此操作无法撤销。',
  deleted: 'API 令牌 {name} 已删除。',
};
