import {
  DisableOneDocument,
  EnableOneDocument,
  type ListedKeyFragment,
} from '../../generated/documents/console/graphql.ts';
import { client } from '../api/client.ts';
import { toFailure } from '../api/failure.ts';
import { runWork } from './work.ts';

type Target = 'Enabled' | 'Disabled';
const DOCUMENTS = { Enabled: EnableOneDocument, Disabled: DisableOneDocument } as const;

/** Enables or disables keys, one request for each. @returns the ids of those that were changed */
export const changeStates = (
  title: string,
  keys: readonly Pick<ListedKeyFragment, 'keyId' | 'description'>[],
  target: Target,
): Promise<Set<string>> =>
  runWork(
    title,
    keys.map(({ keyId, description }) => ({
      keyIds: [keyId],
      label: description.slice(0, 100).trim() || keyId,
      act: async () =>
        toFailure((await client.mutation(DOCUMENTS[target], { keyId }).toPromise()).error),
    })),
  );
