import { v7 as uuidv7 } from 'uuid';
import type { SecretBytes } from '#domain/secret-bytes.ts';
import { type LoadedRootKey, Keyring } from '#keyring/keyring.ts';
import { canaryContext } from '#keyring/wrap-contexts.ts';
import type { Rows } from '#store/tables.ts';
import { RootKeyError, type RootKeyProvider } from './providers/provider.ts';
import type { RootKeyProviders } from './providers/source.ts';

/**
 * `current` wraps what is new. During a rotation there are others: `next` is staged and wraps nothing yet; `old` has
 * wrapped what has not been wrapped anew. One that is retired has no row.
 */
export const ROOT_KEY_STATES = ['current', 'next', 'old'] as const;
export type RootKeyState = (typeof ROOT_KEY_STATES)[number];

type RootKeyRow = Rows['rootKey'];

const CANARY = Buffer.from('keywright canary');

/** A root key made by its provider, and the row that lets everybody recognise it. */
export async function createRootKey(
  provider: RootKeyProvider,
  {
    accountId,
    state,
    now,
  }: { readonly accountId: string; readonly state: RootKeyState; readonly now: Date },
): Promise<{ held: LoadedRootKey; row: RootKeyRow }> {
  const { key, parameters } = await provider.create();
  const id = uuidv7();
  const canary = new Keyring({ id, key }).wrap(canaryContext(accountId), CANARY).bytes;
  return {
    held: { id, key },
    row: { id, accountId, state, provider: provider.kind, parameters, canary, createdAt: now },
  };
}

/** Whether a key is the one whose row this is. */
export function opensCanary(key: SecretBytes, { id, accountId, canary }: RootKeyRow): boolean {
  try {
    return new Keyring({ id, key }).unwrap(canaryContext(accountId), canary).equals(CANARY);
  } catch {
    return false;
  }
}

/** The root key of a row, from whichever of the providers has it. @throws RootKeyError */
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
  // What keeps the one that should have it from having it; the other need not.
  const cause = row.state === 'next' ? next && failures.get(next) : failures.get(current);
  throw new RootKeyError(placeOfRetired(row, current) ?? adviceFor(row, current, cause), { cause });
}

/** After a restore from before a rotation: the database was wrapped under a root key that is kept beside the one of today. */
function placeOfRetired(row: RootKeyRow, { retired, place }: RootKeyProvider): string | undefined {
  const kept = retired?.() ?? [];
  const fitting = kept.find(({ key }) => opensCanary(key, row));
  for (const { key } of kept) key[Symbol.dispose]();
  return (
    fitting &&
    `This database is older than the last rotation of its root key: ${place} does not open it, and ${fitting.place} does. Set KEYWRIGHT_ROOT_KEY_FILE=${fitting.place}.`
  );
}

function adviceFor(
  { state, provider }: RootKeyRow,
  current: RootKeyProvider,
  cause: RootKeyError | undefined,
): string {
  const why = cause ? `${cause.message} ` : '';
  switch (state as RootKeyState) {
    case 'next':
      return `${why}The root key of this database is being rotated, and this server does not have the next one. Give it by KEYWRIGHT_NEXT_ROOT_KEY, KEYWRIGHT_NEXT_ROOT_KEY_FILE, KEYWRIGHT_NEXT_ROOT_KEY_PASSPHRASE or KEYWRIGHT_NEXT_ROOT_KEY_PKCS11 beside the one it has. If it is lost, "npm run root-key -- cancel" takes the rotation back.`;
    case 'old':
      return `${why}The root key of this database is being rotated, and this server does not have the old one, under which keys are still wrapped. Give it both until "npm run root-key -- status" says that the rotation is done.`;
    case 'current': {
      if (why) return `${why}Without its root key nothing in this database can be opened.`;
      const how =
        current.kind === provider
          ? ''
          : ` The database was given one by ${provider}, and the settings name one by ${current.kind}.`;
      return `This root key does not open what the database holds.${how} Give the root key that the database was made with, or the one that it was rotated to; another one cannot work.`;
    }
  }
}

/** Every root key of these rows, as a keyring. @throws RootKeyError when one is missing */
export async function openKeyring(
  rows: readonly RootKeyRow[],
  providers: RootKeyProviders,
): Promise<Keyring> {
  const held = new Map<string, LoadedRootKey>();
  const inOrder = rows.toSorted(
    (a, b) =>
      ROOT_KEY_STATES.indexOf(a.state as RootKeyState) -
      ROOT_KEY_STATES.indexOf(b.state as RootKeyState),
  );
  for (const row of inOrder) held.set(row.id, await openRootKey(row, providers));
  const [current, ...others] = inOrder.flatMap(({ id }) => held.get(id) ?? []);
  if (!current || inOrder[0]?.state !== 'current')
    throw new RootKeyError('The database names no current root key. Restore it from a backup.');
  return new Keyring(current, others);
}
