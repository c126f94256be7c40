import type { Translated } from '../catalogue.ts';
import type { decision as English } from '../en/access-decision.ts';

export const decision: Translated<typeof English> = {
  title: '结果',
  decisions: {
    Allow: '允许',
    ExplicitDeny: '拒绝',
    ImplicitDeny: '未允许',
  },
  reasons: {
    Allow: '有语句允许，且没有语句拒绝。',
    ExplicitDeny: '有语句明确拒绝，其他语句的允许不起作用。',
    ImplicitDeny: '没有语句允许。',
  },
  asked: '<principal></principal>，<action></action>，<resource></resource>',
  noKeyPolicy: '未考虑密钥策略：该资源不是设有密钥策略的密钥，或您无权读取。',
  statements: '起决定作用的语句',
  policy: '策略',
  keyPolicy: '密钥策略',
  statement: '语句',
  place: '第 {number} 条',
  effect: '效果',
};
