import { typedTags } from '../ui/tag-fields.tsx';
import { aliasOf, type Wanted } from './wanted.ts';

/** What is wrong with a field: the name of a text of `create.faults`. */
export type Fault =
  | 'descriptionTooLong'
  | 'rotationDays'
  | 'tags'
  | 'policyTooLong'
  | 'policyNoJson'
  | 'policyNoStatement'
  | 'alias'
  | 'reasonTooLong';

/** Code points of a description. */
export const MAX_DESCRIPTION = 8_192;
const MAX_POLICY_BYTES = 32_768;
const MIN_DAYS = 7;
const MAX_DAYS = 730;

const TAG_KEY = /^(?!aliyun|acs:)[\p{L}\p{N}/\\_\-.+=:@]{1,128}$/iu;
const TAG_VALUE = /^[\p{L}\p{N}/\\_\-.+=:@]{0,128}$/u;
const ALIAS = /^alias\/[A-Za-z0-9_\-/]{1,249}$/;

/** Number of characters as people count them: an emoji is one, not two. */
export const lengthOf = (text: string): number => [...text].length;

/** What is wrong with each field. It is said while somebody types; the server checks everything again. */
export function faultsOf(wanted: Wanted): Partial<Record<keyof Wanted, Fault>> {
  const { description, isRotated, rotationDays, protectionReason } = wanted;
  const days = Number(rotationDays);
  const alias = aliasOf(wanted);
  const policy = policyFault(wanted.policy);
  return {
    ...(lengthOf(description) > MAX_DESCRIPTION && { description: 'descriptionTooLong' }),
    ...(isRotated &&
      !(Number.isInteger(days) && days >= MIN_DAYS && days <= MAX_DAYS) && {
        rotationDays: 'rotationDays',
      }),
    ...(!areTags(wanted) && { tags: 'tags' }),
    ...(policy && { policy }),
    ...(alias !== undefined && !isAlias(alias) && { alias: 'alias' }),
    ...(lengthOf(protectionReason) > MAX_DESCRIPTION && { protectionReason: 'reasonTooLong' }),
  };
}

const isAlias = (alias: string): boolean => ALIAS.test(alias) && !alias.startsWith('alias/acs/');

function areTags({ tags }: Wanted): boolean {
  const sent = typedTags(tags);
  return (
    new Set(sent.map(({ tagKey }) => tagKey)).size === sent.length &&
    tags.every(({ tagKey, tagValue }) => tagKey !== '' || tagValue === '') &&
    sent.every(({ tagKey, tagValue }) => TAG_KEY.test(tagKey) && TAG_VALUE.test(tagValue))
  );
}

function policyFault(policy: string): Fault | undefined {
  if (!policy.trim()) return undefined;
  if (new TextEncoder().encode(policy).length > MAX_POLICY_BYTES) return 'policyTooLong';
  try {
    const document: unknown = JSON.parse(policy);
    const { Statement } = (document ?? {}) as { readonly Statement?: unknown };
    return Array.isArray(Statement) && Statement.length > 0 ? undefined : 'policyNoStatement';
  } catch {
    return 'policyNoJson';
  }
}
