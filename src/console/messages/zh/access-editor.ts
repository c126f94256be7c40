import type { Translated } from '../catalogue.ts';
import type { editor as English } from '../en/access-editor.ts';

export const editor: Translated<typeof English> = {
  valid: 'JSON 格式正确。',
  tooLong: '策略有 {length, number} 个字符，最多 {max, number} 个。',
  length: '{length, number} / {max, number} 个字符',
  format: '格式化',
};
