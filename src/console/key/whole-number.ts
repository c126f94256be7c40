/** The whole number that was typed, if it is within the limits. */
export function wholeNumber(text: string, least: number, most: number): number | undefined {
  const number = /^\s*\d{1,6}\s*$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}
