import { type ErrorCode, FieldError, InvalidParameterError } from '#domain/errors.ts';
import { text } from '#pipeline/fields.ts';

/** Names of users, roles and policies, as RAM's API defines them. */
const NAMES = {
  User: { max: 64, form: /^[A-Za-z0-9._-]+$/, letters: 'letters, digits, `.`, `_` and `-`' },
  Role: { max: 64, form: /^[A-Za-z0-9-]+$/, letters: 'letters, digits and `-`' },
  Policy: { max: 128, form: /^[A-Za-z0-9-]+$/, letters: 'letters, digits and `-`' },
} as const;
type Named = keyof typeof NAMES;

/** Longer than any valid name, so that the error can say which rule a name breaks. */
const MAX_NAME_CHARACTERS = 256;

/** The name of a user, role or policy that exists: any text, because a name that none can have names nothing. */
export const name = text(MAX_NAME_CHARACTERS, 1);

/**
 * Checks the name of a new user, role or policy.
 * @param field its name in the input
 * @throws FieldError `InvalidParameter.UserName.Length`, `InvalidParameter.UserName.InvalidChars` and so on
 */
export function checkName(of: Named, field: string, value: string): void {
  const { max, form, letters } = NAMES[of];
  const advice = (name: string) =>
    `The specified parameter ${name} is not valid. Use 1 to ${max} ${letters}.`;
  const fault = (rule: 'Length' | 'InvalidChars') =>
    new FieldError(`InvalidParameter.${of}Name.${rule}` satisfies ErrorCode, field, advice);
  if (value.length > max) throw fault('Length');
  if (!form.test(value)) throw fault('InvalidChars');
}

/** At most 128 characters. */
export const shortText = text(128);
/** At most 1,024 characters. */
export const longText = text(1_024);

const MAX_MARKER_CHARACTERS = 1_024;
/** The place in a list at which a page begins: the `Marker` of the page before. */
export const marker = text(MAX_MARKER_CHARACTERS).optional();

/** The marker of the page after a name. */
export const toMarker = (name: string): string => Buffer.from(name).toString('base64url');

/** The name after which a page begins. @throws InvalidParameterError */
export function readMarker(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const name = Buffer.from(text, 'base64url').toString();
  if (toMarker(name) !== text)
    throw new InvalidParameterError('marker', 'Use a marker that this operation returned.');
  return name;
}
