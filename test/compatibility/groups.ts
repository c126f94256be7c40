import { nounOf } from '../support/operation/discover.ts';
import type { Facts } from '../support/operation/facts.ts';

/** Titles of the folders of operations, in the order of the pages. A folder that is not here comes last, by its name. */
const TITLES: Readonly<Record<string, string>> = {
  key: 'Keys',
  cryptography: 'Cryptography',
  'key-version': 'Key versions, rotation and public keys',
  alias: 'Aliases',
  tag: 'Tags',
  'material-import': 'Import of key material',
  'key-policy': 'Key policies',
  account: 'Account',
  user: 'Users (RAM)',
  'access-key': 'Access keys (RAM)',
  policy: 'Policies (RAM)',
  attachment: 'Attached policies (RAM)',
  role: 'Roles (RAM)',
  session: 'Sessions (STS)',
  'what-if': 'Questions about policies',
};

export interface Group {
  readonly title: string;
  readonly members: readonly Facts[];
}

/** The operations by folder; within one as in the registry. */
export function groups(all: readonly Facts[]): Group[] {
  const byNoun = Map.groupBy(all, ({ operation }) => nounOf(operation));
  const nouns = [...new Set([...Object.keys(TITLES), ...byNoun.keys()])];
  return nouns.flatMap((noun) => {
    const members = byNoun.get(noun);
    return members ? [{ title: TITLES[noun] ?? titleOf(noun), members }] : [];
  });
}

const titleOf = (noun: string): string =>
  `${noun[0]?.toUpperCase()}${noun.slice(1).replaceAll('-', ' ')}`;
