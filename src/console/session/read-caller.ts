import { ViewerDocument } from '../../generated/documents/console/graphql.ts';
import { uncachedClient } from '../api/client.ts';

/** Who is signed in now, as one text; undefined if nobody is. */
export async function readCaller(): Promise<string | undefined> {
  const { data } = await uncachedClient.query(ViewerDocument, {}).toPromise();
  return data ? `${data.viewer.accountId} ${data.viewer.arn}` : undefined;
}
