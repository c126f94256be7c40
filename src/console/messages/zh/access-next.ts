import type { Translated } from '../catalogue.ts';
import type { next as English } from '../en/access-next.ts';

export const next: Translated<typeof English> = {
  title: '{name} 的后续步骤',
  signIn: '登录或调用需要访问密钥或 API 令牌。',
  permission: '在策略授权之前，该用户没有任何权限。',
  accessKey: '创建访问密钥',
  token: '创建 API 令牌',
  attach: '授予策略',
  allow: '允许使用密钥',
};
