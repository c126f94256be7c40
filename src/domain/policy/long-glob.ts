const WORD_BITS = 32;

/**
 * Matches as `matchesGlob` does, in about pattern × text ÷ 32 steps, by following all ways to match at once (the
 * Shift-And algorithm). For short inputs the preparation takes longer than it saves.
 */
export function matchesLongGlob(pattern: string, text: string): boolean {
  const { length, anyCharacter, stays, equal, words } = prepare(pattern);
  // Bit n: the first n characters of the pattern, without stars, can match the text that was read.
  let reached = new Uint32Array(words);
  let next = new Uint32Array(words);
  reached[0] = 1;
  for (const character of text) {
    const same = equal.get(character) ?? anyCharacter;
    let carry = 0;
    let isAlive = 0;
    for (let word = 0; word < words; word += 1) {
      const before = reached[word] ?? 0;
      const matched = before & (same[word] ?? 0);
      const after = (matched << 1) | carry | (before & (stays[word] ?? 0));
      carry = matched >>> (WORD_BITS - 1);
      next[word] = after;
      isAlive |= after;
    }
    if (isAlive === 0) return false;
    [reached, next] = [next, reached];
  }
  return hasBit(reached, length);
}

/** For each position of the pattern, without stars: whether it takes a character, and whether a star precedes it. */
function prepare(pattern: string) {
  const characters = [...pattern];
  const length = characters.filter((character) => character !== '*').length;
  const words = Math.floor(length / WORD_BITS) + 1;
  const anyCharacter = new Uint32Array(words);
  const stays = new Uint32Array(words);
  let position = 0;
  for (const character of characters)
    if (character === '*') setBit(stays, position);
    else {
      if (character === '?') setBit(anyCharacter, position);
      position += 1;
    }
  const equal = new Map<string, Uint32Array>();
  position = 0;
  for (const character of characters)
    if (character !== '*') {
      const bits = equal.get(character) ?? anyCharacter.slice();
      setBit(bits, position);
      equal.set(character, bits);
      position += 1;
    }
  return { length, anyCharacter, stays, equal, words };
}

const setBit = (bits: Uint32Array, at: number): void => {
  const word = Math.floor(at / WORD_BITS);
  bits[word] = (bits[word] ?? 0) | (1 << (at % WORD_BITS));
};

const hasBit = (bits: Uint32Array, at: number): boolean =>
  ((bits[Math.floor(at / WORD_BITS)] ?? 0) & (1 << (at % WORD_BITS))) !== 0;
