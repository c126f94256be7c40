import type { AuditEventFilter } from '../../generated/documents/console/graphql.ts';

/** Fields of a search. All are in the address, so that a search can be shared; none is secret. */
export const FIELDS = [
  'keyId',
  'principal',
  'operation',
  'outcome',
  'credentialId',
  'address',
  'from',
  'to',
] as const;
/** A field of a search. */
export type Field = (typeof FIELDS)[number];

/** A search as it is typed: `from` and `to` are in the zone of the browser. Empty: any. */
export type Search = Readonly<Record<Field, string>>;

const isTime = (field: Field) => field === 'from' || field === 'to';

const isDate = (text: string) => !Number.isNaN(Date.parse(text));

/** The condition that an address has; times in it that are none are left out. */
export function filterOf(parameters: URLSearchParams): AuditEventFilter {
  const filter: Partial<Record<Field, string>> = {};
  for (const field of FIELDS) {
    const value = parameters.get(field)?.trim();
    if (!value) continue;
    if (!isTime(field)) filter[field] = value;
    else if (isDate(value)) filter[field] = new Date(value).toISOString();
  }
  return filter;
}

/** The search to show for a condition. */
export const searchOf = (filter: AuditEventFilter): Search =>
  Object.fromEntries(
    FIELDS.map((field) => {
      const value = filter[field] ?? '';
      return [field, isTime(field) && value ? toLocal(value) : value];
    }),
  ) as Record<Field, string>;

/** The parameters of the address for a search, without those that are empty. */
export const parametersOf = (search: Search): Record<string, string> =>
  Object.fromEntries(
    FIELDS.map((field) => {
      const value = search[field].trim();
      return [field, isTime(field) && isDate(value) ? new Date(value).toISOString() : value];
    }).filter(([, value]) => value !== ''),
  );

/** A time as fields of the type `datetime-local` have it, such as `2026-03-25T18:42`. */
function toLocal(time: string): string {
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
