import { SYSTEM_POLICIES } from '#domain/policy/system-policies.ts';
import type { Part } from '#store/read/part.ts';
import type { PolicyType } from './policy-fields.ts';
import { type AnyPolicy, ofRow, ofSystem, type PolicyRow } from './policy-view.ts';

/** The place of a policy in a list: first the system policies, then the custom ones, each sorted by name. */
export type PolicyPlace = Pick<AnyPolicy, 'policyType' | 'name'>;

const PLACE = /^(System|Custom)\/(.{1,128})$/s;

/** A place as a marker or a cursor has it. */
export const writePlace = ({ policyType, name }: PolicyPlace): string => `${policyType}/${name}`;

/** The place that such a text means; undefined for another text. */
export function parsePlace(text: string): PolicyPlace | undefined {
  const [isPlace, policyType, name = ''] = PLACE.exec(text) ?? [];
  return isPlace ? { policyType: policyType as PolicyType, name } : undefined;
}

/** Sorts as the databases sort names: by code unit, which is by byte for the letters of names. */
const isBefore = (a: string, b: string): boolean => a < b;

const SORTED = SYSTEM_POLICIES.map(ofSystem).toSorted((a, b) =>
  isBefore(a.name, b.name) ? -1 : 1,
);

/** The number of system policies that a list of this type shows. */
export const countSystem = (type: PolicyType | undefined): number =>
  type === 'Custom' ? 0 : SORTED.length;

/**
 * Reads a part of the list of both types, or of one.
 * @param readCustom a part of the custom policies of the account, by name
 */
export async function readPolicies(
  readCustom: (part: Part) => Promise<readonly PolicyRow[]>,
  type: PolicyType | undefined,
  { after, before, isDescending, take }: Part<PolicyPlace>,
): Promise<AnyPolicy[]> {
  const system = systemPart(type, { after, before, isDescending });
  const custom = async (left: number): Promise<AnyPolicy[]> => {
    if (type === 'System' || before?.policyType === 'System' || left === 0) return [];
    const bounds = {
      after: after?.policyType === 'Custom' ? after.name : undefined,
      before: before?.name,
    };
    return (await readCustom({ ...bounds, isDescending, take: left })).map(ofRow);
  };
  if (isDescending) return [...(await custom(take)), ...system].slice(0, take);
  const first = system.slice(0, take);
  return [...first, ...(await custom(take - first.length))];
}

function systemPart(
  type: PolicyType | undefined,
  { after, before, isDescending }: Omit<Part<PolicyPlace>, 'take'>,
): AnyPolicy[] {
  if (type === 'Custom' || after?.policyType === 'Custom') return [];
  const end = before?.policyType === 'System' ? before.name : undefined;
  const found = SORTED.filter(
    ({ name }) =>
      (after === undefined || isBefore(after.name, name)) &&
      (end === undefined || isBefore(name, end)),
  );
  return isDescending ? found.toReversed() : found;
}
