/**
 * Tries the names with the numbers 0, 1, 2, … until one can be claimed.
 * @param nameOf the name with a number
 * @param claim returns undefined where the name is taken
 * @returns what the first successful claim returned
 */
export function claimNumberedName<T>(
  nameOf: (number: number) => string,
  claim: (name: string) => T | undefined,
): T {
  for (let number = 0; ; number += 1) {
    const claimed = claim(nameOf(number));
    if (claimed !== undefined) return claimed;
  }
}
