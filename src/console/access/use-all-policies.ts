import { useEffect } from 'react';
import { PoliciesDocument, type PoliciesQuery } from '../../generated/documents/console/graphql.ts';
import { type Pages, usePages } from '../api/use-pages.ts';

type Policy = NonNullable<PoliciesQuery['policies']>['edges'][number]['node'];

const BOTH = {};
const pick = ({ policies }: PoliciesQuery) => policies;

/** All policies, page after page, to choose from: an account has at most some 1,500. */
export function useAllPolicies(): Pages<Policy> {
  const pages = usePages(PoliciesDocument, BOTH, pick);
  const { loadMore } = pages;
  useEffect(() => {
    loadMore?.();
  }, [loadMore]);
  return pages;
}
