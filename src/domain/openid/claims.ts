/** The claims of a token. */
export type Claims = Readonly<Record<string, unknown>>;

/** A condition on a claim: that it equals a value, or that it contains one. */
export interface ClaimCondition {
  /** The names that lead to the claim: `["sub"]`, or `["realm_access", "roles"]` for a claim inside another. */
  readonly claim: readonly string[];
  readonly equals?: string | number | boolean | undefined;
  /** A value of a list, or a word of the claim `scope`, whose words are separated by spaces (RFC 8693 §4.2). */
  readonly contains?: string | undefined;
}

/** The user or the role of this service that a subject acts as. */
export interface MappedIdentity {
  readonly type: 'user' | 'role';
  readonly name: string;
}

/** A condition, and the user or the role of a subject that meets it. */
export interface MappingRule extends ClaimCondition {
  readonly user?: string | undefined;
  readonly role?: string | undefined;
}

/** Whether claims meet a condition. A claim of another type does not. */
export function meets(claims: Claims, { claim, equals, contains }: ClaimCondition): boolean {
  const value = valueAt(claims, claim);
  if (contains === undefined) return value !== undefined && value === equals;
  if (Array.isArray(value)) return value.includes(contains);
  return isScope(claim) && typeof value === 'string' && value.split(' ').includes(contains);
}

const isScope = (claim: readonly string[]): boolean => claim.length === 1 && claim[0] === 'scope';

const valueAt = (claims: Claims, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Claims)[name]
        : undefined,
    claims,
  );

/** The user or the role of the first rule that the claims meet. */
export function mapSubject(
  rules: readonly MappingRule[],
  claims: Claims,
): MappedIdentity | undefined {
  const rule = rules.find((one) => meets(claims, one));
  return rule && targetOf(rule);
}

const targetOf = ({ user, role = '' }: MappingRule): MappedIdentity =>
  user === undefined ? { type: 'role', name: role } : { type: 'user', name: user };

/**
 * Whether the rules can map a subject to an identity, if of its claims only `sub` is known: for sessions, which do not
 * store claims. Each rule on another claim may be met, or not.
 */
export function canMapTo(
  rules: readonly MappingRule[],
  subject: string,
  { type, name }: MappedIdentity,
): boolean {
  for (const rule of rules) {
    const isOnSubject = rule.claim.length === 1 && rule.claim[0] === 'sub';
    if (isOnSubject && !meets({ sub: subject }, rule)) continue;
    const target = targetOf(rule);
    if (target.type === type && target.name === name) return true;
    if (isOnSubject) return false;
  }
  return false;
}
