import type { Translated } from '../catalogue.ts';
import type { session as English } from '../en/session.ts';

export const session: Translated<typeof English> = {
  title: '登录 Keywright',
  again: '您的会话已结束。请重新登录以继续：除机密外，您在此页输入的内容会保留。',
  accessKey: '访问密钥',
  accessKeyId: 'AccessKey ID',
  accessKeySecret: 'AccessKey Secret',
  token: 'API 令牌',
  tokenHint: '以 kwt_ 开头。',
  link: '登录链接',
  linkHint: '打开 npm run sign-in-link 输出的链接。链接十分钟内有效，只能使用一次。',
  with: '使用 {issuer} 登录',
  signIn: '登录',
  kept: '您输入的内容会立即成为服务器会话，页面不保留任何内容。',
};
