export interface Tag {
  readonly tagKey: string;
  readonly tagValue: string;
}

/** The most on one key, and in one call. */
export const MOST_TAGS = 20;
export const LARGEST_TAG = 128;

const LETTERS = /^[\p{L}\p{N}/\\_\-.+=:@]*$/u;
const length = (text: string): number => [...text].length;

/** 1 to 128 letters, digits and `/ \ _ - . + = : @`; what begins with `aliyun` or `acs:` is the cloud's own. */
export const isTagKey = (key: string): boolean =>
  length(key) >= 1 &&
  length(key) <= LARGEST_TAG &&
  LETTERS.test(key) &&
  !/^(aliyun|acs:)/i.test(key);

/** 0 to 128 of the same. */
export const isTagValue = (value: string): boolean =>
  length(value) <= LARGEST_TAG && LETTERS.test(value);

export const TAG_ADVICE = `A tag has a key of 1 to ${LARGEST_TAG} and a value of up to ${LARGEST_TAG} letters, digits and / \\ _ - . + = : @; its key does not begin with aliyun or acs:, and comes once.`;
export const TAGS_ADVICE = `Give 1 to ${MOST_TAGS} tags such as {"TagKey":"team","TagValue":"payroll"}. ${TAG_ADVICE}`;

/** What is wrong with a list of tags, if anything. */
export function faultOfTags(tags: readonly Tag[]): 'key' | 'value' | 'duplicate' | undefined {
  if (!tags.every(({ tagKey }) => isTagKey(tagKey))) return 'key';
  if (!tags.every(({ tagValue }) => isTagValue(tagValue))) return 'value';
  return new Set(tags.map(({ tagKey }) => tagKey)).size === tags.length ? undefined : 'duplicate';
}
