import { systemPolicy } from '#domain/policy/system-policies.ts';
import type { Reader } from '#store/store.ts';
import type { Rows } from '#store/tables.ts';
import type { Check, Ids } from './check.ts';
import type { CheckResult } from './findings.ts';

/** Rows of which a parent has any number, by the parent's id. */
interface Children<Row> {
  readonly id: string;
  readonly rows: readonly Row[];
}

/** The parents to read: their ids, each once. */
const parentIds = (ids: Ids) => ('after' in ids ? { gt: ids.after } : { in: [...ids.ids] });
const PAGE = { take: 200 } as const;

/** Looks for attachments of users and roles that do not exist, and for attachments of policies that do not exist. */
export const checkAttachments = (db: Reader): Check<Children<Rows['attachment']>> => ({
  count: () => db.attachment.count(),
  async read(ids) {
    const groups = await db.attachment.groupBy({
      by: ['principalId'],
      where: { principalId: parentIds(ids) },
      orderBy: { principalId: 'asc' },
      ...PAGE,
    });
    const principalIds = groups.map(({ principalId }) => principalId);
    const where = { principalId: { in: principalIds } };
    const byPrincipal = Map.groupBy(
      await db.attachment.findMany({ where }),
      ({ principalId }) => principalId,
    );
    return principalIds.map((id) => ({ id, rows: byPrincipal.get(id) ?? [] }));
  },
  async check(principals) {
    const where = { id: { in: principals.map(({ id }) => id) } };
    const policyIds = principals.flatMap(({ rows }) =>
      rows.flatMap(({ policyId }) => policyId ?? []),
    );
    const existing = await idsThatExist([
      db.user.findMany({ where, select: { id: true } }),
      db.role.findMany({ where, select: { id: true } }),
      db.policy.findMany({ where: { id: { in: policyIds } }, select: { id: true } }),
    ]);
    return principals.map(({ id, rows }) => attachmentsResult(id, rows, existing));
  },
});

function attachmentsResult(
  id: string,
  rows: readonly Rows['attachment'][],
  existing: ReadonlySet<string>,
): CheckResult {
  const of = rows[0]?.principalType === 'role' ? 'role' : 'user';
  const problem = (what: string): CheckResult => ({
    rowId: id,
    problem: { of, id, what, altered: true },
  });
  if (!existing.has(id)) return problem('it is missing, but policies are attached to it');
  const lost = rows.find(({ policyId, policyName }) =>
    policyId === null ? !systemPolicy(policyName) : !existing.has(policyId),
  );
  return lost
    ? problem(`policy ${lost.policyName} is attached to it, but does not exist`)
    : { rowId: id };
}

/** Looks for versions of policies that do not exist. */
export const checkPolicyVersions = (db: Reader): Check<Children<undefined>> => ({
  count: () => db.policyVersion.count(),
  async read(ids) {
    const groups = await db.policyVersion.groupBy({
      by: ['policyId'],
      where: { policyId: parentIds(ids) },
      orderBy: { policyId: 'asc' },
      _count: true,
      ...PAGE,
    });
    return groups.map(({ policyId: id, _count: count }) => ({
      id,
      rows: Array.from({ length: count }, () => undefined),
    }));
  },
  async check(policies) {
    const where = { id: { in: policies.map(({ id }) => id) } };
    const existing = await idsThatExist([db.policy.findMany({ where, select: { id: true } })]);
    return policies.map(({ id }): CheckResult => {
      if (existing.has(id)) return { rowId: id };
      const what = 'it is missing, but versions of it exist';
      return { rowId: id, problem: { of: 'policy', id, what, altered: true } };
    });
  },
});

const idsThatExist = async (
  found: readonly Promise<readonly { readonly id: string }[]>[],
): Promise<ReadonlySet<string>> => new Set((await Promise.all(found)).flat().map(({ id }) => id));
