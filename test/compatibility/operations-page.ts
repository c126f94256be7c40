import { KEY_STATES } from '#domain/key-state.ts';
import { actionOf } from '#pipeline/operation.ts';
import { type Example, type Facts, successOf } from '../support/operation/facts.ts';
import { rpcParameters } from '../support/operation/spell.ts';
import { withSuccess } from '../support/operation/states.ts';
import { VERSIONS } from '../support/rpc-client.ts';
import { graphqlFieldOf, referencesOf } from './describe-facts.ts';
import { exampleSubject } from './example-subject.ts';
import { type Group, groups } from './groups.ts';
import { block, code, list, NONE, table } from './markdown.ts';
import { parametersOf } from './parameters.ts';

/** docs/operations.md, from the registry and the facts of the operations, which their own tests prove. */
export async function operationsPage(all: readonly Facts[]): Promise<string> {
  const sections = await Promise.all(groups(all).map(groupSection));
  return `${[INTRODUCTION, ...sections].join('\n\n')}\n`;
}

const INTRODUCTION = `# Operations

<!-- Written by \`npm run compatibility\`. Do not edit: a test compares it with the code. -->

Each operation has one name, in both APIs and in the audit log. [compatibility.md](compatibility.md) compares
the operations with those of Alibaba Cloud KMS.

- **Permission**: what policies must allow the caller to do.
- **Key reference**: how a request can name the key: by its *id*, an *alias* (\`alias/…\`) or an *ARN*.
- **State of the key**: the states in which the operation succeeds, and the error for each other state.
- **Parameters** are those of the RPC API. GraphQL has the same names in camelCase (\`KeyId\` is \`keyId\`); its lists are pages of
  a connection, with \`first\` and \`after\`.
- **Answer** is the answer of the RPC API, without \`RequestId\`. A GraphQL request selects the fields that it needs.

## Send an example

Replace what is in angle brackets. Bytes are in base64.

**GraphQL.** Put the document and its variables into the body of a POST request. The access key is the user and password of HTTP
Basic authentication:

\`\`\`sh
curl -u "$KEYWRIGHT_ACCESS_KEY_ID:$KEYWRIGHT_ACCESS_KEY_SECRET" -H 'content-type: application/json' \\
  -d '{"query":"query ($keyId: KeyReference!) { key(keyId: $keyId) { keyState } }","variables":{"keyId":"<key id>"}}' \\
  http://127.0.0.1:4000/graphql
\`\`\`

**RPC.** The SDKs sign requests. With curl and OpenSSL, this function for bash does the same (signature version 1.0, HMAC-SHA1).
It takes each parameter of an example as one argument:

\`\`\`bash
encode() {
  local LC_ALL=C text=$1 index char
  for ((index = 0; index < \${#text}; index++)); do
    char=\${text:index:1}
    case $char in
      [A-Za-z0-9._~-]) printf %s "$char" ;;
      *) printf %%%02X "$(($(printf %d "'$char") & 255))" ;;
    esac
  done
}

kms() {
  local parameter query version=(Version=2016-01-20)
  [[ " $*" == *' Version='* ]] && version=()
  query=$(
    for parameter in "$@" Format=JSON "\${version[@]}" SignatureMethod=HMAC-SHA1 SignatureVersion=1.0 \\
      "AccessKeyId=$KEYWRIGHT_ACCESS_KEY_ID" "SignatureNonce=$(openssl rand -hex 16)" \\
      "Timestamp=$(date -u +%Y-%m-%dT%H:%M:%SZ)"; do
      echo "$(encode "\${parameter%%=*}")=$(encode "\${parameter#*=}")"
    done | LC_ALL=C sort | paste -sd '&' -
  )
  local signature
  signature=$(printf %s "GET&%2F&$(encode "$query")" |
    openssl dgst -sha1 -hmac "$KEYWRIGHT_ACCESS_KEY_SECRET&" -binary | base64)
  curl -s "\${KEYWRIGHT_URL:-http://127.0.0.1:4000}/?$query&Signature=$(encode "$signature")"
}

kms Action=DescribeKey 'KeyId=<key id>'
\`\`\``;

async function groupSection({ title, members }: Group): Promise<string> {
  return [`## ${title}`, ...(await Promise.all(members.map(operationSection)))].join('\n\n');
}

async function operationSection(facts: Facts): Promise<string> {
  const { operation, response, document, examples } = facts;
  const [example] = examples;
  return [
    `### ${operation.name}`,
    operation.summary,
    table(
      ['', ''],
      [
        ['permission', operation.needsPermission === false ? NONE : code(actionOf(operation))],
        ['key reference', referencesOf(facts)],
        ['state of the key', statesOf(facts)],
        ['answer', list(response.map(code)) || NONE],
        ['GraphQL', graphqlFieldOf(facts)],
      ],
    ),
    parametersOf(facts),
    ...(operation.graphqlOnly ? [] : [await rpcExample(facts, example)]),
    ...(document ? [await graphqlExample(facts, example)] : []),
  ].join('\n\n');
}

function statesOf(facts: Facts): string {
  const { always, examples } = facts;
  if (always && !examples[0].on) return `always returns ${code(always)}`;
  const lines = examples.flatMap(({ on, states, shows }) => {
    if (!on || !states) return [];
    const row = withSuccess(states, successOf(facts));
    const ok = KEY_STATES.filter((state) => row[state] === 'ok');
    const errors = KEY_STATES.filter((state) => row[state] !== 'ok').map(
      (state) => `${state}: ${code(row[state])}`,
    );
    const allowed = ok.length === KEY_STATES.length ? 'any' : list(ok.map(code));
    const text = [allowed, ...errors].filter(Boolean).join('; ');
    return [shows ? `${shows}: ${text}` : text];
  });
  return [...new Set(lines)].join('<br>') || NONE;
}

async function rpcExample({ operation }: Facts, example: Example): Promise<string> {
  const input = (await example.input?.(exampleSubject)) ?? {};
  const words = Object.entries(rpcParameters(operation, input)).map(([name, value]) =>
    /[^\w./:-]/.test(value) ? `'${name}=${value}'` : `${name}=${value}`,
  );
  const version = operation.service ? [`Version=${VERSIONS[operation.service]}`] : [];
  return block('sh', ['kms', ...version, `Action=${operation.name}`, ...words].join(' '));
}

/** The document as a client writes it: without the alias and the name that the tests give it. */
async function graphqlExample(facts: Facts, example: Example): Promise<string> {
  const { operation, document, graphqlInput = (input) => input } = facts;
  const text = String(document)
    .trim()
    .replace(/\banswer: /, '')
    .replace(/^(mutation|query) Test/, '$1 ');
  const shown = block('graphql', text);
  const input = graphqlInput((await example.input?.(exampleSubject)) ?? {});
  const declared = text.match(/\$\w+(?=:)/g) ?? [];
  if (declared.length === 0) return shown;
  const variables = operation.effect === 'read' ? input : { input };
  const json = JSON.stringify(variables, (_, value) =>
    value?.type === 'Buffer' ? Buffer.from(value.data).toString('base64') : value,
  );
  return [shown, block('json', json)].join('\n\n');
}
