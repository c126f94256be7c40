/** A tag of a key. */
export interface Tag {
  readonly tagKey: string;
  readonly tagValue: string;
}

/** Per key, and per call. */
export const MAX_TAGS = 20;
/** Of a tag key, and of a tag value, in code points. */
export const MAX_TAG_CHARACTERS = 128;

const LETTERS = /^[\p{L}\p{N}/\\_\-.+=:@]*$/u;
const length = (text: string): number => [...text].length;

/**
 * Whether a text is 1 to 128 letters, digits and `/ \ _ - . + = : @`. The prefixes `aliyun` and `acs:` are reserved.
 */
export const isTagKey = (key: string): boolean =>
  length(key) >= 1 &&
  length(key) <= MAX_TAG_CHARACTERS &&
  LETTERS.test(key) &&
  !/^(aliyun|acs:)/i.test(key);

/** Whether a text is 0 to 128 of the same characters. */
export const isTagValue = (value: string): boolean =>
  length(value) <= MAX_TAG_CHARACTERS && LETTERS.test(value);

/** What to do about an invalid tag. */
export const TAG_ADVICE = `A tag has a key of 1 to ${MAX_TAG_CHARACTERS} and a value of up to ${MAX_TAG_CHARACTERS} letters, digits and / \\ _ - . + = : @; its key must not begin with aliyun or acs:, and must be unique.`;
/** What to do about an invalid list of tags. */
export const TAGS_ADVICE = `Give 1 to ${MAX_TAGS} tags such as {"TagKey":"team","TagValue":"payroll"}. ${TAG_ADVICE}`;

/** The first fault in a list of tags; undefined where it is valid. */
export function faultOfTags(tags: readonly Tag[]): 'key' | 'value' | 'duplicate' | undefined {
  if (!tags.every(({ tagKey }) => isTagKey(tagKey))) return 'key';
  if (!tags.every(({ tagValue }) => isTagValue(tagValue))) return 'value';
  return new Set(tags.map(({ tagKey }) => tagKey)).size === tags.length ? undefined : 'duplicate';
}
