import type { Translated } from '../catalogue.ts';
import type { links as English } from '../en/access-links.ts';

export const links: Translated<typeof English> = {
  title: '登录链接',
  about: '运维人员创建且尚未使用的链接。每个链接只能登录一个浏览器。',
  who: '登录身份',
  createdAt: '创建时间',
  until: '有效期至',
  actions: '操作',
  empty: '没有未使用的链接。',
  deleteTitle: '删除此登录链接？',
  deleteHint: '之后任何人都无法使用该链接登录。',
  deleted: '登录链接已删除。',
};
