import type { KeyFilter, KeyOrder } from '../../generated/documents/console/graphql.ts';
import {
  KEY_SPECS,
  KEY_STATES,
  KEY_USAGES,
  type KeySpec,
  type KeyState,
  type KeyUsage,
  ORIGINS,
  type Origin,
} from '../ui/key-words.ts';

/** What a reader looks for. It is in the address, so that it can be shared and Back works. */
export interface KeysAddress {
  readonly search: string;
  readonly state: KeyState | '';
  readonly spec: KeySpec | '';
  readonly usage: KeyUsage | '';
  readonly origin: Origin | '';
  readonly tagKey: string;
  readonly tagValue: string;
  readonly alias: string;
  readonly sort: 'newest' | 'oldest';
}

/** Every key, newest first. */
export const ALL_KEYS: KeysAddress = {
  search: '',
  state: '',
  spec: '',
  usage: '',
  origin: '',
  tagKey: '',
  tagValue: '',
  alias: '',
  sort: 'newest',
};

/** One page of keys is asked for like this. */
export interface KeysQuery {
  readonly filter: KeyFilter | null;
  readonly orderBy: KeyOrder;
}

const MAX_TEXT = 512;

const oneOf = <Value extends string>(values: readonly Value[], text: string | null): Value | '' =>
  values.find((value) => value === text) ?? '';

/** What a query string asks for. What it must not contain is left out. */
export function parseAddress(search: string): KeysAddress {
  const values = new URLSearchParams(search);
  const text = (name: string) => (values.get(name) ?? '').slice(0, MAX_TEXT);
  return {
    search: text('search'),
    state: oneOf(KEY_STATES, values.get('state')),
    spec: oneOf(KEY_SPECS, values.get('spec')),
    usage: oneOf(KEY_USAGES, values.get('usage')),
    origin: oneOf(ORIGINS, values.get('origin')),
    tagKey: text('tagKey'),
    tagValue: text('tagValue'),
    alias: text('alias'),
    sort: values.get('sort') === 'oldest' ? 'oldest' : 'newest',
  };
}

/** The query string of what is asked for, without what is as always. */
export function formatAddress(address: KeysAddress): string {
  const values = Object.entries(address).filter(
    ([name, value]) => value !== ALL_KEYS[name as keyof KeysAddress],
  );
  return new URLSearchParams(values).toString();
}

/** How many filters are set, the search not counted. */
export const countFilters = ({
  search: _search,
  sort: _sort,
  tagValue: _value,
  ...rest
}: KeysAddress) => Object.values(rest).filter((value) => value !== '').length;

/** The filter of what is asked for; null for every key. */
export function filterOf(address: KeysAddress): KeyFilter | null {
  const { search, state, spec, usage, origin, tagKey, tagValue, alias } = address;
  const filter: KeyFilter = {
    ...(/[\p{L}\p{N}]/u.test(search) && { search: search.trim() }),
    ...(state && { keyState: [state] }),
    ...(spec && { keySpec: [spec] }),
    ...(usage && { keyUsage: [usage] }),
    ...(origin && { origin: [origin] }),
    ...(tagKey && { tags: [{ tagKey, ...(tagValue && { tagValue }) }] }),
    ...(alias && { alias: alias.startsWith('alias/') ? alias : `alias/${alias}` }),
  };
  return Object.keys(filter).length > 0 ? filter : null;
}

/** Newest or oldest first. */
export const orderOf = ({ sort }: KeysAddress): KeyOrder => ({
  field: 'CREATION_DATE',
  direction: sort === 'newest' ? 'DESC' : 'ASC',
});
