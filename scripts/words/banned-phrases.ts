/** A phrase that is not used, as a regular expression without flags, and what to write instead. */
export interface BannedPhrase {
  /** Compared without case, at word boundaries; a space also matches a line break within a comment. */
  readonly phrase: string;
  readonly plain: string;
}

/**
 * Phrases that are hard to understand at first reading: inversions, riddles, personified code, old words, and words
 * for which this field has a term. Add one only if nearly every hit is worth rewriting.
 */
export const BANNED_PHRASES: readonly BannedPhrase[] = [
  // Terms of the field
  { phrase: 'secret keys?', plain: 'symmetric key' },
  { phrase: 'wrapped anew', plain: 're-wrapped' },
  { phrase: 'in clear', plain: 'in plaintext' },
  { phrase: 'notes? tags', plain: 'adds tags' },
  { phrase: 'keys of (?:the )?tags', plain: 'tag keys' },
  { phrase: 'hold together', plain: 'are ANDed' },
  { phrase: 'are alternatives', plain: 'are ORed' },
  { phrase: 'is refused with', plain: 'returns the error' },
  { phrase: '(?:with|in) a sentence', plain: 'with an error message' },
  { phrase: 'brought up to date', plain: 'migrated' },

  // Words with a simpler one
  { phrase: '(?<!(?:leave|leaves|left|let) (?:\\w+ )?)alone', plain: 'only' },
  { phrase: 'anew', plain: 'again' },
  { phrase: 'no more(?! than)', plain: 'no longer' },
  { phrase: 'for ever', plain: 'permanently' },
  { phrase: 'for good', plain: 'permanently' },
  { phrase: 'good for', plain: 'valid for' },
  { phrase: 'good only while', plain: 'valid while' },
  { phrase: 'under way', plain: 'running, in progress' },
  { phrase: 'whoever', plain: 'anyone who, the caller that' },
  { phrase: 'by (?:itself|themselves)', plain: 'automatically' },
  { phrase: 'knows? nothing', plain: 'does not know' },
  { phrase: 'obey(?:ed|s)?', plain: 'applied, followed' },
  { phrase: 'deceives?', plain: 'mislead' },
  { phrase: 'bar (?:the|its)', plain: 'except' },
  { phrase: 'in the place of', plain: 'replacing, instead of' },
  { phrase: '(?:take|takes|taken|took|taking) (?:\\w+ ){0,3}away', plain: 'remove' },
  { phrase: 'a look (?:at|into)', plain: 'reading' },
  { phrase: 'looks? whether', plain: 'checks whether' },
  { phrase: 'not looked at', plain: 'ignored' },
  { phrase: 'a (?:time|release|version) to come', plain: 'a future time, a later release' },
  { phrase: '(?:releases?|tokens?|backups?|code|rows?) of before', plain: 'earlier' },
  { phrase: 'up to now', plain: 'so far, until the current time' },
  { phrase: '(?<!there )is no (?!longer|more|need|reason)[a-z]+', plain: 'is not a' },
  { phrase: '(?:that|which|it|value|what) is none', plain: 'is not one; is not set' },

  // Inversions and riddles
  { phrase: 'told how much', plain: 'receives the progress' },
  { phrase: 'what became of', plain: 'the result of' },
  { phrase: 'which key, and whether', plain: 'the key, and whether to …' },
  { phrase: 'more under this', plain: 'see the server log for …' },
  { phrase: 'waited for in vain', plain: 'the wait timed out' },
  { phrase: 'is waited for', plain: 'waits for' },
  { phrase: 'what is not is', plain: 'anything else is' },
  { phrase: 'are no others', plain: 'SQLite has one server' },
  { phrase: 'and no others', plain: 'only' },
  { phrase: 'whose it is', plain: 'its owner' },
  { phrase: 'is as good as', plain: 'is treated as' },
  { phrase: 'are as good as', plain: 'are treated as' },
  { phrase: 'nothing that would open', plain: 'cannot be decrypted' },

  // Personified code
  { phrase: '(?<!")lends?', plain: 'passes … to a callback' },
  { phrase: '(?:lets?|letting) go of', plain: 'releases' },
  { phrase: 'hand(?:s|ed)? (?:\\w+ ){0,2}back', plain: 'return' },
  { phrase: 'it may\\.', plain: 'say what is allowed' },
  { phrase: 'brings you in', plain: 'signs you in' },
  { phrase: 'is spoken to', plain: 'has an API' },
  { phrase: 'gives its taker', plain: 'tells an attacker' },
  { phrase: 'callers? ha(?:s|ve) gone', plain: 'the client disconnected' },
  { phrase: 'clients? ha(?:s|ve) gone', plain: 'the client disconnected' },
  { phrase: 'whoever asked has gone', plain: 'the client disconnected' },
  { phrase: 'a longest life', plain: 'a maximum lifetime' },
  { phrase: 'goes? with (?:its|their|the) (?:key|run|folder)s?', plain: 'is deleted with' },
];
