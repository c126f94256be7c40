import type { Call } from './code.ts';

const SELECTIONS = {
  CreateKey: 'keyId arn keyState',
  CreateAlias: 'alias { aliasName aliasArn }',
  SetDeletionProtection: 'keyId deletionProtection',
} as const;

const fieldOf = (operation: string): string =>
  `${operation[0]?.toLowerCase()}${operation.slice(1)}`;

/** The document of a call; its variables are beside it. */
export const documentOf = ({ operation }: Call): string =>
  `mutation ${operation}($input: ${operation}Input!) {
  ${fieldOf(operation)}(input: $input) {
    ${SELECTIONS[operation]}
  }
}`;

/** The variables of a call, as JSON. */
export const variablesOf = ({ input }: Call): string => JSON.stringify({ input }, null, 2);

/** A text for a POSIX shell, which reads everything as it is between single quotes. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** A call by curl. @param origin where the server is */
export function curlOf(call: Call, origin: string): string {
  const body = JSON.stringify({ query: documentOf(call), variables: { input: call.input } });
  return [
    `curl ${quoted(`${origin}/graphql`)}`,
    `  --header 'content-type: application/json'`,
    `  --header 'authorization: Bearer <API token>'`,
    `  --data-binary ${quoted(body)}`,
  ].join(' \\\n');
}
