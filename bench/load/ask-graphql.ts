import { bodyOf, isSuccess } from './answer-reader.ts';
import { ask } from './connection.ts';
import { type AccessKey, graphqlRequests } from './requests.ts';

/** Sends one GraphQL document. @returns its field `answer` @throws Error for an answer with errors */
export async function askGraphql(
  url: string,
  accessKey: AccessKey,
  query: string,
  variables: object = {},
): Promise<Record<string, string>> {
  const answer = await ask(url, graphqlRequests(accessKey, query, variables).next());
  if (!isSuccess(answer)) throw new Error(`${query}\n${answer.text}`);
  return JSON.parse(bodyOf(answer)).data.answer;
}
