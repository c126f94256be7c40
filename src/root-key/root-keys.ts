import { v7 as uuidv7 } from 'uuid';
import type { SecretBytes } from '#domain/secret-bytes.ts';
import { CANARY, CANARY_BEFORE_MACS } from '#keyring/canary.ts';
import { Keyring, type LoadedRootKey } from '#keyring/keyring.ts';
import { canaryContext } from '#keyring/wrap-contexts.ts';
import type { Rows } from '#store/tables.ts';
import { RootKeyError, type RootKeyProvider } from './providers/provider.ts';
import type { RootKeyProviders } from './providers/source.ts';

/**
 * `current` wraps new values. During a rotation there are others: `next` is staged and wraps nothing yet; `old` wraps the
 * values that are not rewrapped yet. A retired root key has no row.
 */
export const ROOT_KEY_STATES = ['current', 'next', 'old'] as const;
export type RootKeyState = (typeof ROOT_KEY_STATES)[number];

type RootKeyRow = Rows['rootKey'];

/**
 * Gets a new root key from its provider, and makes its row. The row has a canary, by which the root key is recognized.
 * @throws RootKeyError
 */
export async function createRootKey(
  provider: RootKeyProvider,
  {
    accountId,
    state,
    now,
  }: { readonly accountId: string; readonly state: RootKeyState; readonly now: Date },
): Promise<{ loaded: LoadedRootKey; row: RootKeyRow }> {
  const { key, parameters } = await provider.create();
  const id = uuidv7();
  const canary = new Keyring({ id, key }).wrap(canaryContext(accountId), CANARY).bytes;
  return {
    loaded: { id, key },
    row: { id, accountId, state, provider: provider.kind, parameters, canary, createdAt: now },
  };
}

/** Whether a key is the root key of a row: whether it opens the canary. */
export function opensCanary(key: SecretBytes, { id, accountId, canary }: RootKeyRow): boolean {
  try {
    const text = new Keyring({ id, key }).unwrap(canaryContext(accountId), canary);
    return text.equals(CANARY) || text.equals(CANARY_BEFORE_MACS);
  } catch {
    return false;
  }
}

/**
 * Opens the root key of a row with the provider that has it.
 * @throws RootKeyError
 */
export async function openRootKey(
  row: RootKeyRow,
  { current, next }: RootKeyProviders,
): Promise<LoadedRootKey> {
  const failures = new Map<RootKeyProvider, RootKeyError>();
  for (const provider of [current, next]) {
    if (provider?.kind !== row.provider) continue;
    try {
      const key = await provider.open(row.parameters);
      if (opensCanary(key, row)) return { id: row.id, key };
      key[Symbol.dispose]();
    } catch (error) {
      if (!(error instanceof RootKeyError)) throw error;
      failures.set(provider, error);
    }
  }
  // Only the failure of the provider that should have this root key helps the operator.
  const cause = row.state === 'next' ? next && failures.get(next) : failures.get(current);
  throw new RootKeyError(retiredKeyAdvice(row, current) ?? missingKeyAdvice(row, current, cause), {
    cause,
  });
}

/** What to do after a restore of a backup from before a rotation: the retired root key is beside the current one. */
function retiredKeyAdvice(
  row: RootKeyRow,
  { retired, location }: RootKeyProvider,
): string | undefined {
  const kept = retired?.() ?? [];
  const matching = kept.find(({ key }) => opensCanary(key, row));
  for (const { key } of kept) key[Symbol.dispose]();
  return (
    matching &&
    `This database is older than the last rotation of its root key. It does not open with ${location}, but with ${matching.file}. Set KEYWRIGHT_ROOT_KEY_FILE=${matching.file}.`
  );
}

function missingKeyAdvice(
  { state, provider }: RootKeyRow,
  current: RootKeyProvider,
  cause: RootKeyError | undefined,
): string {
  const why = cause ? `${cause.message} ` : '';
  switch (state as RootKeyState) {
    case 'next':
      return `${why}The root key of this database is being rotated, and this server does not have the next one. Set KEYWRIGHT_NEXT_ROOT_KEY, KEYWRIGHT_NEXT_ROOT_KEY_FILE, KEYWRIGHT_NEXT_ROOT_KEY_PASSPHRASE or KEYWRIGHT_NEXT_ROOT_KEY_PKCS11, and keep the settings of the current one. If the next one is lost, cancel the rotation with "npm run root-key -- cancel".`;
    case 'old':
      return `${why}The root key of this database is being rotated, and this server does not have the old one, which still wraps some keys. Configure both until "npm run root-key -- status" says that no rotation is in progress.`;
    case 'current': {
      if (why) return `${why}Without its root key no key in this database can be used.`;
      const how =
        current.kind === provider
          ? ''
          : ` The database has a root key of the kind "${provider}", and the settings have one of the kind "${current.kind}".`;
      return `This root key is not the one of this database.${how} Configure the root key with which the database was created, or the one it was rotated to.`;
    }
  }
}

/**
 * Opens all root keys of a database.
 * @throws RootKeyError when one is missing, or when none is current
 */
export async function openKeyring(
  rows: readonly RootKeyRow[],
  providers: RootKeyProviders,
): Promise<Keyring> {
  const opened = new Map<string, LoadedRootKey>();
  const inOrder = rows.toSorted(
    (a, b) =>
      ROOT_KEY_STATES.indexOf(a.state as RootKeyState) -
      ROOT_KEY_STATES.indexOf(b.state as RootKeyState),
  );
  for (const row of inOrder) opened.set(row.id, await openRootKey(row, providers));
  const [current, ...others] = inOrder.flatMap(({ id }) => opened.get(id) ?? []);
  if (!current || inOrder[0]?.state !== 'current')
    throw new RootKeyError('The database has no current root key. Restore it from a backup.');
  return new Keyring(current, others);
}
