import type { Translated } from '../catalogue.ts';
import type { allow as English } from '../en/access-allow.ts';

export const allow: Translated<typeof English> = {
  titleFor: '允许 {name} 使用密钥',
  allow: '允许',
  key: '密钥',
  keyHint: '按描述或别名中的词搜索，或粘贴密钥 ID 或 ARN。',
  noDescription: '无描述',
  what: '允许的操作',
  grants: {
    encrypt: '加密',
    decrypt: '解密',
    dataKeys: '生成数据密钥',
    sign: '签名',
    verify: '验签',
    encryptPublic: '公钥加密',
    decryptPrivate: '私钥解密',
    describe: '查看密钥及其版本',
    list: '在列表中查找密钥',
  },
  name: '新策略名称',
  nameHint: '要收回权限，请解除此策略。',
  preview: '将创建并授予的策略',
  policyDescription: '{name} 使用密钥',
  done: '{name} 现在可以使用该密钥。',
};
