import type { Translated } from '../catalogue.ts';
import type { mine as English } from '../en/access-mine.ts';

export const mine: Translated<typeof English> = {
  title: '我的凭据',
  about: '您用于调用的访问密钥和 API 令牌。您是',
  root: '根身份拥有账号的全部权限。请仅在紧急情况下使用其访问密钥，并为人员和程序创建用户。',
  role: '您以角色会话登录，角色会话没有访问密钥和 API 令牌。',
};
