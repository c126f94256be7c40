import { auditServer } from 'graphql-http';
import { describe, expect, it } from 'vitest';
import { connect } from './connect.ts';

/**
 * What the specification leaves to the server and this one does not do: it takes no GET, since a link or an image on a
 * foreign page can send one, and a URL with variables ends up in logs.
 */
const NO_GET = {
  '5A70': 'MAY accept application/x-www-form-urlencoded formatted GET requests',
  D6D5: 'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json',
  '6A70':
    'MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json',
};

describe('The audits of graphql-http for GraphQL over HTTP', () => {
  it('all pass, except the optional ones about GET', async () => {
    const { url, headers } = await connect();
    const results = await auditServer({
      url,
      fetchFn: (input: string, init: RequestInit = {}) =>
        fetch(input, { ...init, headers: { ...init.headers, ...headers } }),
    });
    expect(results.filter(({ name }) => name.startsWith('MUST')).length).toBeGreaterThan(10);
    const failed = results.filter(({ status }) => status !== 'ok');
    expect(Object.fromEntries(failed.map(({ id, name }) => [id, name]))).toEqual(NO_GET);
    for (const result of failed)
      if (result.status !== 'ok') expect(result.response.status).toBe(405);
  });
});
