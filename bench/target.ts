/** What a figure should be. */
export interface Target {
  readonly sign: '≥' | '≤';
  readonly value: number;
}

export const atLeast = (value: number): Target => ({ sign: '≥', value });
export const atMost = (value: number): Target => ({ sign: '≤', value });

/** A target, and whether a figure meets it. Figures that miss it do not end the run. */
export function judge(figure: number, target: Target | undefined): string {
  if (!target) return '';
  const isMet = target.sign === '≥' ? figure >= target.value : figure <= target.value;
  return `${target.sign} ${target.value} ${isMet ? 'met' : 'MISSED'}`;
}
