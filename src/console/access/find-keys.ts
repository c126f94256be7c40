import { useEffect, useMemo, useState } from 'react';
import { useQuery } from 'urql';
import {
  FindKeysDocument,
  type FindKeysQuery,
  FoundKeyDocument,
} from '../../generated/documents/console/graphql.ts';
import { type Failure, toFailure } from '../api/failure.ts';

/** A key to choose. */
export type FoundKey = NonNullable<FindKeysQuery['keys']>['edges'][number]['node'];

const TYPING_MILLISECONDS = 250;
const KEY_ID = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** A value once it has not changed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** The id in the text of a field: an id or an ARN of a key. */
export const keyIdIn = (text: string): string | undefined => KEY_ID.exec(text.trim())?.[1];

/** Characters of ARNs and patterns, which no search finds. */
const NOT_WORDS = /[:*?]/;

/** Keys to offer. */
export interface FoundKeys {
  readonly keys: readonly FoundKey[];
  readonly failure: Failure | undefined;
}

/** Keys that match a text: words of their description or aliases, or an id or ARN. */
export function useFoundKeys(text: string): FoundKeys {
  const settled = useSettled(text.trim());
  const keyId = keyIdIn(settled);
  const [found] = useQuery({
    query: FindKeysDocument,
    variables: useMemo(() => (settled ? { filter: { search: settled } } : {}), [settled]),
    pause: keyId !== undefined || NOT_WORDS.test(settled),
  });
  const [one] = useQuery({
    query: FoundKeyDocument,
    variables: { keyId: keyId ?? '' },
    pause: keyId === undefined,
  });
  if (keyId === undefined && NOT_WORDS.test(settled)) return { keys: [], failure: undefined };
  const { data, error } = found;
  if (keyId !== undefined)
    return {
      keys: one.data?.key ? [{ ...one.data.key, aliases: null }] : [],
      failure: toFailure(one.error),
    };
  // Aliases that the caller may not see are no reason not to offer the keys.
  return {
    keys: data?.keys?.edges.map(({ node }) => node) ?? [],
    failure: data?.keys ? undefined : toFailure(error),
  };
}
