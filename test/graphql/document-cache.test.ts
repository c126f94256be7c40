import { describe, expect, it } from 'vitest';
import { plainExecutor } from '#graphql/execute-plain.ts';
import type { PlainRequest } from '#graphql/plain-request.ts';
import { createYogaServer, type RequestContext } from '#graphql/yoga.ts';

const log = { error: () => {} };

/** Executes documents that ask for nothing of a caller, and lists those that were parsed for that. */
function setUp() {
  const parsed: string[] = [];
  const { getEnveloped } = createYogaServer(log);
  const execute = plainExecutor((context) => {
    const enveloped = getEnveloped(context);
    const parse = (text: string) => {
      parsed.push(text);
      return enveloped.parse(text);
    };
    return { ...enveloped, parse };
  }, log);
  const others = { variables: null, operationName: null, mediaType: 'application/json' } as const;
  const run = (query: string) =>
    execute({ query, ...others } satisfies PlainRequest, { requestId: 'r' } as RequestContext);
  return { parsed, run };
}

const document = (name: string | number, characters = 0): string =>
  `query Q${name} { __typename }`.padEnd(characters);

describe('A document', () => {
  it('is parsed once, as long as it is used', async () => {
    const { parsed, run } = setUp();
    for (let count = 0; count < 3; count++) expect((await run(document('A')))?.status).toBe(200);
    expect(parsed).toEqual([document('A')]);
  });

  it('that is not valid is parsed again each time', async () => {
    const { parsed, run } = setUp();
    for (let count = 0; count < 2; count++) expect(await run('{ keyz }')).toBeUndefined();
    expect(parsed).toEqual(['{ keyz }', '{ keyz }']);
  });

  it('is forgotten after 1,000 others', async () => {
    const { parsed, run } = setUp();
    for (let index = 0; index <= 1_000; index++) await run(document(index));
    parsed.length = 0;
    for (const index of [1_000, 1, 0]) await run(document(index));
    expect(parsed).toEqual([document(0)]);
  });

  it('is forgotten after others of 262,144 characters together', async () => {
    const { parsed, run } = setUp();
    for (let index = 0; index <= 8; index++) await run(document(index, 32_768));
    parsed.length = 0;
    for (const index of [8, 1, 0]) await run(document(index, 32_768));
    expect(parsed).toEqual([document(0, 32_768)]);
  });

  it.each(['"a plaintext"', '"""a plaintext"""'])(
    'that holds the text %s is not kept',
    async (text) => {
      const { parsed, run } = setUp();
      const query = `{ __type(name: ${text}) { name } }`;
      for (let count = 0; count < 2; count++) expect((await run(query))?.status).toBe(200);
      expect(parsed).toEqual([query, query]);
    },
  );

  it('of more than 32,768 characters is not parsed for a plain request', async () => {
    const { parsed, run } = setUp();
    expect(await run(document('A', 32_769))).toBeUndefined();
    expect(parsed).toEqual([]);
  });
});
