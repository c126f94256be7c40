import type { Translated } from '../catalogue.ts';
import type { sessions as English } from '../en/access-sessions.ts';

export const sessions: Translated<typeof English> = {
  title: '会话',
  browsers: '已登录的浏览器',
  who: '身份',
  root: '根身份',
  role: '角色',
  browser: '浏览器',
  current: '此浏览器',
  since: '登录时间',
  until: '结束时间',
  actions: '操作',
  end: '结束',
  endAll: '结束全部会话',
  empty: '没有已登录的浏览器。',
  ended: '会话已结束。',
  endTitle: '结束此会话？',
  endHint: '该浏览器的下一个请求将被拒绝，需要重新登录。',
  endOwnHint: '这是此浏览器的会话：您将退出登录。',
  endAllTitle: '结束该账号的全部会话？',
  endAllHint: '所有浏览器（包括您的）都将退出登录，角色会话也将结束。访问密钥和 API 令牌仍然有效。',
};
