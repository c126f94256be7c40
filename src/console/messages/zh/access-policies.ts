import type { Translated } from '../catalogue.ts';
import type { policies as English } from '../en/access-policies.ts';

export const policies: Translated<typeof English> = {
  title: '策略',
  about: '策略决定被授予的用户和角色的权限。系统策略存在于每个账号中，不能更改。',
  create: '创建策略',
  empty: '没有此类型的策略。',
  name: '策略名称',
  nameHint: '1 到 128 个字母、数字或 -。',
  description: '描述',
  type: '类型',
  types: {
    all: '全部',
    Custom: '自定义策略',
    System: '系统策略',
  },
  document: '策略文档',
  documentHint: '至少一条语句允许且没有语句拒绝时，请求才被允许。',
  details: '基本信息',
  applying: '当前生效（{version}）',
  createdAt: '创建时间',
  changedAt: '更新时间',
  deleteTitle: '删除策略 {name}？',
  deleteHint: '该策略将被永久删除，拥有它的用户和角色将失去其授予的权限。',
  detachFromUser: '从用户 {name} 解除',
  detachFromRole: '从角色 {name} 解除',
  deleteVersion: '删除版本 {version}',
  deleted: '策略 {name} 已删除。',
};
