import type { Translated } from '../catalogue.ts';
import type { secret as English } from '../en/access-secret.ts';

export const secret: Translated<typeof English> = {
  once: '此内容只显示一次。请立即保存，之后任何人都无法再读取。',
  env: '下载 .env 文件',
  json: '下载 JSON 文件',
  stored: '我已保存。',
  done: '完成',
};
