interface KindRow {
  /** The elements of a statement, and those of which it needs exactly one: Action or NotAction. */
  readonly elements: readonly string[];
  readonly required: readonly string[];
  readonly maxLength: number;
  readonly unit: 'characters' | 'bytes';
}

const IDENTITY_ELEMENTS = {
  elements: ['Effect', 'Action', 'NotAction', 'Resource', 'Condition'],
  required: ['Effect', 'Resource'],
} as const;

/**
 * The kinds of policies. identity: of a user or role; session: limits a session of a role or an API token; key: of one key; trust: who
 * can assume a role. The limits are those of CreatePolicy, AssumeRole and SetKeyPolicy.
 */
export const POLICY_KINDS = {
  identity: { ...IDENTITY_ELEMENTS, maxLength: 6_144, unit: 'characters' },
  session: { ...IDENTITY_ELEMENTS, maxLength: 2_048, unit: 'characters' },
  key: {
    elements: ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'],
    required: ['Effect', 'Principal', 'Action', 'Resource'],
    maxLength: 32_768,
    unit: 'bytes',
  },
  trust: {
    elements: ['Effect', 'Principal', 'Action', 'Condition'],
    required: ['Effect', 'Principal', 'Action'],
    maxLength: 2_048,
    unit: 'characters',
  },
} as const satisfies Record<string, KindRow>;

/** Where a policy is attached, which decides the elements that it can have. */
export type PolicyKind = keyof typeof POLICY_KINDS;

/** Whether a policy is not too long for its kind. */
export function fitsKind(text: string, kind: PolicyKind): boolean {
  const { maxLength, unit } = POLICY_KINDS[kind];
  if (text.length > maxLength * 2) return false;
  return (unit === 'bytes' ? Buffer.byteLength(text) : [...text].length) <= maxLength;
}
