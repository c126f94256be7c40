import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KmsError } from '#domain/errors.ts';
import { canonicalQuery } from '#rpc/percent-encode.ts';
import { parseParams } from '#rpc/query-string.ts';
import { readRequest } from '#rpc/request.ts';
import { rawRequest } from '../support/http.ts';
import { sharedKms } from '../support/kms.ts';
import { callV1 } from '../support/rpc-client.ts';

const wellFormed = fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed());
const urlCharacter = fc.constantFrom(...'abcAZ09%&=+?/#[]{}"<>~*.-_;:,!@$^|`\\'.split(''));

describe('The parser of the query-string API', () => {
  it('reads back every pair that was encoded', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(wellFormed, wellFormed)), (pairs) => {
        const params = new Map(pairs);
        expect(parseParams(canonicalQuery(params))).toEqual(params);
      }),
    );
  });

  it('reads any bytes, or refuses them with a code', () => {
    const headers = fc.dictionary(
      fc.constantFrom('content-type', 'authorization', 'host', 'x-acs-action'),
      fc.array(fc.oneof(fc.string(), fc.constant('application/x-www-form-urlencoded'))),
    );
    fc.assert(
      fc.property(
        fc.string({ unit: urlCharacter }),
        headers,
        fc.uint8Array(),
        (query, headersDistinct, body) => {
          try {
            const headers = Object.fromEntries(
              Object.entries(headersDistinct).map(([name, values]) => [name, values.join(', ')]),
            );
            readRequest(
              { method: 'POST', url: `/?${query}`, headers, headersDistinct },
              Buffer.from(body),
            );
          } catch (error) {
            expect(error).toBeInstanceOf(KmsError);
          }
        },
      ),
    );
  });

  it('answers any request with a code below 500', async () => {
    const kms = await sharedKms();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST'),
        fc.string({ unit: urlCharacter, maxLength: 200 }),
        fc.uint8Array({ maxLength: 200 }),
        async (method, query, body) => {
          const path = `/?${query.replaceAll(/[#\s]/g, '')}`;
          const headers: [string, string][] = [
            ['content-type', 'application/x-www-form-urlencoded'],
          ];
          const { status, json } = await rawRequest(kms.url, {
            method,
            path,
            ...(method === 'POST' && { headers, body }),
          });
          expect(status).toBeLessThan(500);
          expect(json.Code).toMatch(/\w/);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('performs a signed action with any parameters, or refuses it with a code below 500', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const name = fc.constantFrom(
      'Origin',
      'Description',
      'KeyUsage',
      'KeySpec',
      'ProtectionLevel',
      'KeyId',
      'PageNumber',
      'PageSize',
      'Filters',
      '__proto__',
      'constructor',
      'toString',
    );
    const value = fc.oneof(
      wellFormed,
      fc.json(),
      fc.constantFrom('EXTERNAL', 'ENCRYPT/DECRYPT', 'alias/', 'acs:kms:', '1e3', '-0'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('CreateKey', 'DescribeKey', 'ListKeys', 'UpdateKeyDescription'),
        fc.array(fc.tuple(name, value)),
        async (action, pairs) => {
          const input = Object.assign(Object.create(null), Object.fromEntries(pairs)) as Record<
            string,
            string
          >;
          const { status, json } = await callV1(kms, account, action, input, { placement: 'form' });
          expect(status).toBeLessThan(500);
          expect(json.RequestId).toMatch(/\w/);
        },
      ),
      { numRuns: 150 },
    );
  });
});
