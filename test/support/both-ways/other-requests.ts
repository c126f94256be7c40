import {
  accepting,
  type ComparedRequests,
  ENCRYPT,
  query,
  repeated,
  type Subject,
} from './compared-request.ts';

/** Requests that Yoga's `fetch` answers, since nothing is executed or the answer is not one JSON object. */
export const fetchRequests = ({ keyId }: Subject): ComparedRequests => ({
  'a syntax error': query('{ key('),
  'a syntax error as the type of GraphQL': accepting('application/graphql-response+json', '{ key('),
  'an empty document': query(''),
  'a comment and nothing else': query('# nothing'),
  'a document of 4,001 tokens': query(`{ ${'a '.repeat(4_001)} }`),
  'half a million open braces': query('{'.repeat(500_000)),
  'a document of 32,769 characters': query(`{ accountStatus } #${'x'.repeat(32_750)}`),
  'an unknown field, with markup': query('{ b: keyz(a: "<script>alert(1)</script>") }'),
  'an unknown field as the type of GraphQL': accepting(
    'application/graphql-response+json',
    '{ keyz }',
  ),
  'more than 100 errors': query(`{ ${repeated(150, (index) => `a${index}`)} }`),
  'a value of a wrong type': query('{ keys(first: "<b>") { totalCount } }'),
  'fields that do not merge': query('{ a: accountStatus a: errorCodes }'),
  'a cycle of fragments': query(
    '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
  ),
  'introspection that is too costly': query(
    `{ __schema { types { ${repeated(20, (a) => `a${a}: fields { ${repeated(60, (b) => `b${b}: description`)} }`)} } } }`,
  ),
  'a mutation and @defer': query('mutation { createKey { keyId ... @defer { arn } } }'),
  'a list and @stream': query('{ errorCodes @stream }'),
  'a subscription': query('subscription { keyCreated }'),
  'two operations and no name': query(
    'query A { accountStatus } mutation B { createKey { keyId } }',
  ),
  'a name that no operation has': query('mutation A { createKey { keyId } }', undefined, {
    operationName: '<i>',
  }),
  'an empty name': query('mutation A { createKey { keyId } }', undefined, { operationName: '' }),
  'fragments and no operation': query('fragment A on Query { errorCodes }'),
  'a name that is a number': query('mutation A { createKey { keyId } }', undefined, {
    operationName: 1,
  }),
  'a query that is a number': { body: { query: 1 } },
  'a query that is a list': { body: { query: ['{ errorCodes }'] } },
  'variables that are a list': query('{ errorCodes }', []),
  'variables that are text': query('{ errorCodes }', undefined, { variables: '{}' }),
  'extensions that are a list': query('{ errorCodes }', undefined, { extensions: [] }),
  'extensions that are text': query('{ errorCodes }', undefined, { extensions: 'x' }),
  'a member that is unknown': query('mutation { createKey { keyId } }', undefined, {
    '<i>': 's3cret',
  }),
  'a member that is unknown, and null': query('{ accountStatus }', undefined, { other: null }),
  'a variable that is missing': query(
    `mutation ($input: EncryptInput!) { createKey { keyId } encrypt(input: $input) { keyId } }`,
  ),
  'a variable of a wrong type': query(ENCRYPT, { input: { keyId, plaintext: { s3cret: '<i>' } } }),
  'a variable with a field too many': query(ENCRYPT, {
    input: { keyId, plaintext: 'eA==', s3cret: 1 },
  }),
  'a variable as the type of GraphQL': {
    ...query(ENCRYPT, { input: { keyId, plaintext: 'no base64' } }),
    accept: 'application/graphql-response+json',
  },
  'a number that is not an Int': {
    body: '{"query":"query ($n: Int) { keys(first: $n) { totalCount } }","variables":{"n":9007199254740993}}',
  },
  HTML: accepting('text/html'),
  'XML, and JSON in another charset': accepting('application/xml, application/json;charset=latin1'),
  events: accepting('text/event-stream'),
  'several parts': accepting('multipart/mixed;deferSpec=20220824'),
  'an error as events': accepting('text/event-stream', '{ keyz }'),
});

/** Requests that are refused before anything looks at their document. */
export const refusedRequests: ComparedRequests = {
  'no body': { body: '' },
  'JSON cut short': { body: '{"query":' },
  'a batch': { body: [{ query: '{ errorCodes }' }] },
  'no query': { body: {} },
  'the hash of a query': {
    body: { extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } },
  },
  'bytes that are not UTF-8': { body: Buffer.from([0x7b, 0xff, 0x7d]) },
  'a byte order mark': { body: '\ufeff{"query":"{ errorCodes }"}' },
  'a body over the limit': query(`# ${'x'.repeat(1_100_000)}`),
};
