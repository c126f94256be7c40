/** How a caller names a key. An operation's record says which of these forms it accepts. */
export interface KeyReference {
  readonly names: 'key' | 'alias';
  /** A key id, or an alias with its prefix `alias/`. */
  readonly name: string;
  /** The region and the account of an ARN; null where the name is not an ARN. */
  readonly owner: KeyOwner | null;
}

/** The region and the account of a key. */
export interface KeyOwner {
  readonly region: string;
  readonly accountId: string;
}

/** In code points. */
export const MAX_REFERENCE_CHARACTERS = 512;
const ARN = /^acs:kms:([^:]*):([^:]*):(?:key\/(.+)|(alias\/.+))$/;

/**
 * Parses `alias/…`, `acs:kms:<region>:<account>:key/…` or `acs:kms:<region>:<account>:alias/…`. Anything else is a
 * key id.
 */
export function parseKeyReference(text: string): KeyReference {
  const [isArn, region = '', accountId = '', id, alias] = ARN.exec(text) ?? [];
  if (isArn)
    return {
      names: alias ? 'alias' : 'key',
      name: alias ?? id ?? '',
      owner: { region, accountId },
    };
  return { names: text.startsWith('alias/') ? 'alias' : 'key', name: text, owner: null };
}

/** Whether a value is a parsed reference. */
export const isKeyReference = (value: unknown): value is KeyReference =>
  typeof value === 'object' && value !== null && 'names' in value;

/** Whether a reference can name a key of this account in this region. Only an ARN can name another one. */
export const isWithin = ({ owner }: KeyReference, { region, accountId }: KeyOwner): boolean =>
  !owner || (owner.region === region && owner.accountId === accountId);

/** Per key. Alibaba Cloud's limit for a whole account. */
export const MAX_ALIASES = 300;

/**
 * Whether an alias begins with `alias/acs/`: those of Alibaba Cloud's own services. Callers can use them; only the
 * operator creates, moves and deletes them.
 */
export const isReservedAlias = (text: string): boolean =>
  text.startsWith('alias/acs/') && hasAliasForm(text);

/**
 * Whether a caller can create an alias with this name: `alias/` and 1 to 249 letters, digits, `_`, `-` and `/`, not
 * reserved.
 */
export const isAliasName = (text: string): boolean =>
  hasAliasForm(text) && !text.startsWith('alias/acs/');

/** Whether a name of an alias can begin with this: `alias/`, and none to all of the characters of a name. */
export const isAliasPrefix = (text: string): boolean => text === 'alias/' || hasAliasForm(text);

const hasAliasForm = (text: string): boolean => /^alias\/[A-Za-z0-9_/-]{1,249}$/.test(text);
