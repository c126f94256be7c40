import { createContext, useContext } from 'react';
import type { ViewerQuery } from '../../generated/documents/console/graphql.ts';

/** Account and caller of the session. */
export type Viewer = ViewerQuery['viewer'];

/** The viewer of the page. */
export const ViewerContext = createContext<Viewer | null>(null);

/** Account and caller. Only below the sign-in. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('A view was shown before the sign-in.');
  return viewer;
}

/** ARN for what creates and lists keys. */
export const keysArn = ({ region, accountId }: Viewer): string =>
  `acs:kms:${region}:${accountId}:key`;

/** ARN for lists of aliases. */
export const aliasesArn = ({ region, accountId }: Viewer): string =>
  `acs:kms:${region}:${accountId}:alias`;

/** ARN of an identity of the account, such as `user/ann`. */
export const identityArn = ({ accountId }: Viewer, name: string): string =>
  `acs:ram::${accountId}:${name}`;
