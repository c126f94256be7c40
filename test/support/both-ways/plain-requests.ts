import { getIntrospectionQuery } from 'graphql';
import {
  accepting,
  type ComparedRequests,
  ENCRYPT,
  query,
  repeated,
  type Subject,
} from './compared-request.ts';

const KEY =
  '{ keyId arn description keyState keyUsage keySpec origin creationDate deleteDate tags { tagKey tagValue } }';
const DESCRIBE = 'query ($id: KeyReference!) { key(keyId: $id) { keyId keyState description } }';
const CREATE =
  'mutation ($input: CreateKeyInput) { createKey(input: $input) { description keyState } }';
const COSTLY = `query ($n: Int) { ${repeated(9, (index) => `p${index}: keys(first: $n) { edges { node ${KEY} } }`)} }`;
const MISSING = '11111111-1111-4111-8111-111111111111';

/** Requests whose document is executed, also with errors: they need no `fetch`. */
export const plainRequests = ({ keyId, disabledKeyId }: Subject): ComparedRequests => ({
  'a query': query('{ errorCodes }'),
  'null for a value': query(`query ($id: KeyReference!) { key(keyId: $id) ${KEY} }`, { id: keyId }),
  'a key that does not exist': query(DESCRIBE, { id: MISSING }),
  'a variable that its document does not know': query(DESCRIBE, { id: keyId, other: [1, {}] }),
  'variables of null': query('{ accountStatus }', undefined, { variables: null }),
  'variables and a name that are absent': query(
    'query A($n: Int) { keys(first: $n) { totalCount } }',
  ),
  'a variable named __proto__': {
    body: '{"query":"query ($n: Int = 1) { keys(first: $n) { totalCount } }","variables":{"__proto__":{"n":5}}}',
  },
  'the default of a variable': query(
    'query ($n: Int = 1) { keys(first: $n) { totalCount edges { cursor node { id keyId } } } }',
  ),
  'a list, its cursors and relations': query(
    '{ keys(first: 2) { totalCount pageInfo { hasNextPage startCursor endCursor } edges { cursor node { id keyId aliases { edges { node { id aliasName } } } } } } }',
  ),
  'aliases, fragments and directives': query(
    'query ($id: KeyReference!, $yes: Boolean!) { z: key(keyId: $id) { ...A b: keyState @skip(if: $yes) } a: key(keyId: $id) { ...A ... on Node @include(if: $yes) { id } } } fragment A on KeyMetadata { __typename again: keyId keyId }',
    { id: keyId, yes: true },
  ),
  'names of JavaScript': query(
    '{ __proto__: errorCodes constructor: regions { regionId } toJSON: accountStatus }',
  ),
  'one of two operations': query('query A { accountStatus } query B { errorCodes }', undefined, {
    operationName: 'A',
  }),
  'an operation name of null': query('query A { accountStatus }', undefined, {
    operationName: null,
  }),
  'extensions of a client': query('{ accountStatus }', undefined, {
    extensions: { clientLibrary: { name: '@apollo/client', version: '4' } },
  }),
  'extensions of null': query('{ accountStatus }', undefined, { extensions: null }),
  'nodes of which one is absent': query(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }',
    {
      ids: [keyId, MISSING].map((id) => Buffer.from(`KeyMetadata:${id}`).toString('base64')),
    },
  ),
  'the introspection of GraphiQL': query(getIntrospectionQuery({ inputValueDeprecation: true })),
  'one type': query(
    '{ __type(name: "Bytes") { name specifiedByURL } absent: __type(name: "X") { name } }',
  ),
  'blanks and a comment': query('\n\t# a comment\r\n{ accountStatus, }\n'),
  'a mutation': query('mutation { createKey { keyId keyState creationDate } }'),
  'a mutation with text that is escaped': query(CREATE, {
    input: { description: '<b>"quoted" & \\u2028 \u2028 \u{1f511}</b>' },
  }),
  bytes: query(ENCRYPT, { input: { keyId, plaintext: 'eA==' } }),
  'two mutations, one of which fails': query(
    'mutation ($id: KeyReference!) { a: encrypt(input: { keyId: $id, plaintext: "eA==" }) { keyId } b: encrypt(input: { keyId: "nothing", plaintext: "eA==" }) { keyId } c: createKey { keyState } }',
    { id: keyId },
  ),
  'a mutation that fails': query(ENCRYPT, { input: { keyId: MISSING, plaintext: 'eA==' } }),
  'a key in a wrong state': query(ENCRYPT, { input: { keyId: disabledKeyId, plaintext: 'eA==' } }),
  'an input at fault, by its name': {
    body: JSON.stringify({ query: CREATE, variables: { input: { description: '\ud800' } } }),
  },
  'a policy at fault, by its place': query(
    'mutation ($policy: String!) { createPolicy(input: { policyName: "p", policyDocument: $policy }) { policyName } }',
    { policy: '{"Version":"1","Statement":[{"Effect":"<i>Perhaps</i>"}]}' },
  ),
  'a dry run': query(ENCRYPT, { input: { keyId, plaintext: 'eA==', dryRun: true } }),
  'a caller without permission': { ...query(DESCRIBE, { id: keyId }), denied: true },
  'a caller without permission for a part': {
    ...query('{ errorCodes accountStatus keys { totalCount } callerIdentity { accountId } }'),
    denied: true,
  },
  'a query that is too costly by its variables': query(COSTLY, { n: 100 }),
  'the same query with other variables': query(COSTLY, { n: 2 }),
  'a query that is too deep': query(
    `{ aliases(first: 1) ${'{ edges { node { key { aliases(first: 1) '.repeat(6)} { totalCount } ${'} } } } '.repeat(6)} }`,
  ),
  'an error that leaves no data': query(COSTLY.replace('{', '{ errorCodes'), { n: 100 }),
  'an argument that only the resolver refuses': query(
    '{ keys(first: 101) { totalCount } node(id: "<i>") { id } }',
  ),
  'any type': accepting('*/*'),
  'any type of application': accepting('application/*;q=0.1'),
  'JSON of any type': accepting('*/json'),
  'JSON with a subtype too many': accepting('application/json/x'),
  'JSON in capital letters and blanks': accepting(' Application/ JSON ; q=0.5'),
  'JSON in UTF-8': accepting('application/json; charset=UTF-8'),
  'the type of GraphQL': accepting('application/graphql-response+json'),
  'the type of GraphQL before JSON': accepting(
    'application/graphql-response+json, application/json;q=0.9',
  ),
  'JSON before the type of GraphQL': accepting(
    'application/json;q=0.1, application/graphql-response+json',
  ),
  'JSON after what is never sent': accepting(
    'text/html;level=1, text/event-stream, multipart/mixed, */*;q=0',
  ),
  'JSON after a charset that is not UTF-8': accepting(
    'application/json;charset=latin1,application/graphql-response+json',
  ),
  'an empty header Accept': accepting(''),
  'an error as the type of GraphQL': accepting(
    'application/graphql-response+json',
    'mutation { encrypt(input: { keyId: "nothing", plaintext: "eA==" }) { keyId } }',
  ),
});
