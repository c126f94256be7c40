import type { Translated } from '../catalogue.ts';
import type { layout as English } from '../en/layout.ts';

export const layout: Translated<typeof English> = {
  skip: '跳到内容',
  navigation: '视图',
  language: '语言',
  theme: '颜色',
  themeAuto: '跟随系统',
  themeLight: '浅色',
  themeDark: '深色',
  signOut: '退出登录',
  stillSignedIn: '您仍处于登录状态。',
  account: '已登录：{name}，设置',
  place: '账号 {accountId}，地域 {region}',
  root: '账号根身份',
  graphiql: 'GraphiQL',
  serverAway: '服务器没有响应。控制台会持续重试。',
  clockOff: '本机时钟与服务器相差 {difference}。时间按服务器时钟显示。',
  notFound: '没有这个视图。',
  toKeys: '前往密钥列表',
  broken: '此视图出错。',
  reload: '重新加载',
};
