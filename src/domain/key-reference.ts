/** How a caller names a key. Which of them an operation takes, its record says. */
export interface KeyReference {
  readonly names: 'key' | 'alias';
  /** A key id, or an alias with its prefix. */
  readonly name: string;
  /** Whose it is, and where, if the name was an ARN. */
  readonly owner: KeyOwner | null;
}

export interface KeyOwner {
  readonly region: string;
  readonly accountId: string;
}

export const LARGEST_REFERENCE = 512;
const ARN = /^acs:kms:([^:]*):([^:]*):(?:key\/(.+)|(alias\/.+))$/;

/** Tells by its form what a name is: `alias/…`, `acs:kms:<region>:<account>:key/…` or `…:alias/…`, or else a key id. */
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

/** Whether a value has been parsed already. */
export const isKeyReference = (value: unknown): value is KeyReference =>
  typeof value === 'object' && value !== null && 'names' in value;

/** Whether it can name something of this account in this region: what is no ARN always can. */
export const isWithin = ({ owner }: KeyReference, { region, accountId }: KeyOwner): boolean =>
  !owner || (owner.region === region && owner.accountId === accountId);

/** The cloud's limit for a whole account; here one key may have as many. */
export const MOST_ALIASES = 300;

/** Aliases of the cloud's own services. Callers use them, and only the operator of this service makes, moves or deletes them. */
export const isReservedAlias = (text: string): boolean =>
  text.startsWith('alias/acs/') && hasAliasForm(text);

/** An alias as callers make them: `alias/` and 1 to 249 letters, digits, `_`, `-` and `/`. */
export const isAliasName = (text: string): boolean =>
  hasAliasForm(text) && !text.startsWith('alias/acs/');

const hasAliasForm = (text: string): boolean => /^alias\/[A-Za-z0-9_/-]{1,249}$/.test(text);
