import type { Keyring } from '#keyring/keyring.ts';
import {
  deleteRow,
  insertRow,
  insertUnique,
  updateRow,
  type Write,
} from '#store/commit/write-set.ts';
import type { Reader } from '#store/store.ts';
import { type Rows, TABLES } from '#store/tables.ts';
import { type AnyMembers, isAuthentic, macOfRow } from './row-mac.ts';

type PolicyRow = Rows['policy'];
type VersionRow = Rows['policyVersion'];

/** A custom policy with all its versions, which its MAC covers. */
export interface StoredPolicy {
  readonly row: PolicyRow;
  readonly versions: readonly VersionRow[];
}

/** Which policies to read. */
type PolicyQuery = Pick<
  NonNullable<Parameters<Reader['policy']['findMany']>[0]>,
  'where' | 'orderBy' | 'take'
>;

const membersOf = ({ versions }: StoredPolicy): AnyMembers[] => [
  { table: TABLES.policyVersion, rows: versions },
];

/** Custom policies by their ids. */
export async function findPolicies(db: Reader, ids: readonly string[]): Promise<StoredPolicy[]> {
  return ids.length === 0 ? [] : policiesWhere(db, { where: { id: { in: [...ids] } } });
}

/** Custom policies that a query finds. */
export async function policiesWhere(db: Reader, query: PolicyQuery): Promise<StoredPolicy[]> {
  const rows = await db.policy.findMany({
    ...query,
    include: { versions: { orderBy: { number: 'asc' } } },
  });
  return rows.map(({ versions, ...row }) => ({ row, versions }));
}

/** A custom policy of an account by its name. */
export async function findPolicy(
  db: Reader,
  accountId: string,
  name: string,
): Promise<StoredPolicy | null> {
  const found = await db.policy.findUnique({
    where: { accountId_name: { accountId, name } },
    include: { versions: { orderBy: { number: 'asc' } } },
  });
  if (!found) return null;
  const { versions, ...row } = found;
  return { row, versions };
}

/**
 * Whether a policy and its versions are as this service wrote them.
 * @throws ServiceUnavailableError where the keyring does not have the row's root key
 */
export const isPolicyAuthentic = (keyring: Keyring, policy: StoredPolicy): boolean =>
  isAuthentic(keyring, TABLES.policy, policy.row, membersOf(policy));

/** The document that applies; undefined for a damaged policy. */
export const documentOf = ({ row, versions }: StoredPolicy): string | undefined =>
  versions.find(({ number }) => number === row.defaultVersion)?.document;

/** The row of a policy with its MAC under the current root key. */
export const sealPolicy = (keyring: Keyring, policy: StoredPolicy): PolicyRow => ({
  ...policy.row,
  ...macOfRow(keyring, TABLES.policy, policy.row, membersOf(policy)),
});

/** The rows of a new policy. @param taken the error where a policy of its name exists */
export const insertPolicy = (
  keyring: Keyring,
  policy: StoredPolicy,
  taken: 'conflict' | (() => Error),
): Write[] => [
  insertUnique(TABLES.policy, sealPolicy(keyring, policy), ['accountId', 'name'], taken),
  ...policy.versions.map((version) => insertRow(TABLES.policyVersion, version)),
];

/** Deletes a policy with its versions. The commit fails if anything of it has changed since it was read. */
export function deletePolicyRows({ row, versions }: StoredPolicy): Write[] {
  const { id, accountId, mac } = row;
  return [
    ...versions.map(({ number }) =>
      deleteRow(TABLES.policyVersion, { accountId, policyId: id, number }),
    ),
    deleteRow(TABLES.policy, { id, accountId }, { mac }),
  ];
}

/**
 * The writes that turn one policy into another. The commit fails if anything of it has changed since it was read.
 * @param before what was read, and found authentic
 */
export function changePolicy(keyring: Keyring, before: StoredPolicy, after: StoredPolicy): Write[] {
  const { id, accountId, mac } = before.row;
  const numbers = (policy: StoredPolicy) => new Set(policy.versions.map(({ number }) => number));
  const [known, kept] = [numbers(before), numbers(after)];
  return [
    updateRow(TABLES.policy, { id, accountId }, sealPolicy(keyring, after), { mac }),
    ...before.versions
      .filter(({ number }) => !kept.has(number))
      .map(({ number }) => deleteRow(TABLES.policyVersion, { accountId, policyId: id, number })),
    ...after.versions
      .filter(({ number }) => !known.has(number))
      .map((version) => insertRow(TABLES.policyVersion, version)),
  ];
}
