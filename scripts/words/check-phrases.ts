import { BANNED_PHRASES } from './banned-phrases.ts';
import type { Finding, SourceFile } from './finding.ts';

/** What may stand between two words of a phrase: blanks, or a line end and the marker of the next comment line. */
const BETWEEN_WORDS = '(?:[ \\t]+|[ \\t]*\\n[ \\t]*(?:\\*|//+|#|>)?[ \\t]*)';

const PATTERNS = BANNED_PHRASES.map(({ phrase, plain }) => ({
  plain,
  pattern: new RegExp(`(?<![\\w-])(?:${phrase.replaceAll(' ', BETWEEN_WORDS)})(?![\\w-])`, 'gi'),
}));

/** `words-ok: <reason>` in a comment permits the phrases of its line and of the next one. */
const PERMITTED = /words-ok: \S{3,}/;

/** Lists the banned phrases in a file, in the order of the file. */
export function findBannedPhrases({ path, text }: SourceFile): Finding[] {
  const lines = text.split('\n');
  return PATTERNS.flatMap(({ pattern, plain }) =>
    [...text.matchAll(pattern)].map((match) => {
      const line = text.slice(0, match.index).split('\n').length;
      const found = match[0].replaceAll(/\s*\n\s*(?:\*|\/\/+|#|>)?\s*/g, ' ');
      return { path, line, message: `"${found}": write "${plain}"` };
    }),
  )
    .filter(
      ({ line }) => ![lines[line - 1], lines[line - 2]].some((one) => PERMITTED.test(one ?? '')),
    )
    .toSorted((a, b) => a.line - b.line);
}
