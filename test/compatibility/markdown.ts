export const code = (text: string): string => `\`${text}\``;
export const list = (words: readonly string[]): string => words.join(', ');
export const NONE = '–';

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export const block = (language: string, text: string): string =>
  `\`\`\`${language}\n${text}\n\`\`\``;
