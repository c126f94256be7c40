import type { Translated } from '../catalogue.ts';
import type { importing as English } from '../en/import.ts';

/** The import of key material, in Simplified Chinese. */
export const importing: Translated<typeof English> = {
  title: '导入密钥材料',
  key: '密钥',
  material: '密钥材料',
  expires: '密钥材料过期时间',
  notExternal: '此密钥的材料由本服务生成。只有来源为 EXTERNAL 的密钥可以导入密钥材料。',
  insecure:
    '此页面不是通过 https 加载的，浏览器不提供加密功能（WebCrypto）。请通过 https 打开控制台，或在服务器本机用 127.0.0.1 打开，再导入密钥材料。',
  hint: '密钥材料在发送前由此页面为本服务器加密，不会以明文离开页面。请保存副本：任何人都无法从服务中读出它。',
  source: '密钥材料的来源',
  fromFile: '文件',
  fromFileHint: '必须正好为 {bytes} 字节。',
  generated: '在此生成',
  generatedHint: '由浏览器生成 {bytes} 个随机字节。',
  file: '包含密钥材料的文件',
  encoding: '文件内容',
  raw: '原始字节',
  hex: '十六进制文本',
  base64: 'Base64 文本',
  generate: '生成',
  generateAgain: '重新生成',
  download: '下载副本',
  onlyOwner: '密钥材料已生成。请立即下载并妥善保存：导入后此页面不再保留，只有您能拥有它。',
  chooseFile: '请先选择文件。',
  generateFirst: '请先生成密钥材料。',
  expiry: '过期时间（可选）',
  expiryHint: '按此浏览器的时区。过期后密钥不能使用，直到重新导入相同的密钥材料。',
  past: '请选择将来的时间。',
  import: '导入',
  done: '密钥材料已导入',
  faults: {
    size: '文件包含 {found} 字节，而规格为 {spec} 的密钥需要 {bytes} 字节。没有发送任何内容。',
    hex: '文件不是十六进制文本。没有发送任何内容。',
    base64: '文件不是 Base64 文本。没有发送任何内容。',
    unreadable: '浏览器无法读取文件。没有发送任何内容。',
  },
};
