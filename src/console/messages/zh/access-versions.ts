import type { Translated } from '../catalogue.ts';
import type { versions as English } from '../en/access-versions.ts';

export const versions: Translated<typeof English> = {
  title: '版本',
  create: '创建版本',
  createTitle: '创建 {name} 的版本',
  created: '版本 {version} 已创建。',
  version: '版本',
  default: '生效中',
  createdAt: '创建时间',
  actions: '操作',
  setDefault: '设为默认版本',
  makeDefault: '立即生效（设为默认版本）。',
  removeOldest: '该策略已有 5 个版本，达到上限。删除最旧的非默认版本。',
  applies: '版本 {version} 现已生效。',
  showTitle: '版本 {version}',
  document: '策略文档',
  deleteTitle: '删除版本 {version}？',
  deleteHint: '该版本将被永久删除。它当前未生效，因此权限不会改变。',
  deleted: '版本 {version} 已删除。',
};
