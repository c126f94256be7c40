import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { type Credential, type Kms, sharedKms } from '../support/kms.ts';
import { commonV1, signV1 } from '../support/rpc-client.ts';

const FORM = 'content-type: application/x-www-form-urlencoded\r\n';

/** A signed request, and how its parameters travel. */
function request(
  account: Credential,
  action: string,
  placement: 'query' | 'form',
  bodyHeader: (body: string) => string,
  encodeBody: (body: string) => string = (body) => body,
): string {
  const params = new URLSearchParams(
    signV1('POST', commonV1(account, action), account.secret),
  ).toString();
  const body = placement === 'form' ? params : '';
  const target = placement === 'form' ? '/' : `/?${params}`;
  return `POST ${target} HTTP/1.1\r\nhost: x\r\n${body && FORM}${bodyHeader(body)}\r\n${encodeBody(body)}`;
}

const chunks = (body: string): string =>
  `${body && `${body.length.toString(16)}\r\n${body}\r\n`}0\r\n\r\n`;
const length = (body: string): string => `content-length: ${body.length}\r\n`;
const chunked = (): string => 'transfer-encoding: chunked\r\n';

/** Sends texts over one connection. Resolves with the status and the body of each answer. */
async function answersTo(
  { port }: Kms,
  parts: readonly string[],
  count: number,
): Promise<{ status: string; json: Record<string, unknown> }[]> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  for (const part of parts) socket.write(part);
  let text = '';
  for await (const data of socket) {
    text += String(data);
    const answers = [...text.matchAll(/HTTP\/1\.1 (\d+)[^{]*(\{.*?\})(?=HTTP\/1\.1|$)/gs)];
    if (answers.length < count) continue;
    return answers.map(([, status = '', json = '']) => ({
      status,
      json: JSON.parse(json) as Record<string, unknown>,
    }));
  }
  throw new Error(`The connection ended: ${text}`);
}

describe('Requests of one connection', () => {
  it('are answered in their order, whether they have a body, an empty one or none', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const requests = [
      request(account, 'DescribeRegions', 'query', () => ''),
      request(account, 'ListKeys', 'query', length),
      request(account, 'DescribeRegions', 'query', chunked, chunks),
      request(account, 'ListKeys', 'form', length),
      request(account, 'DescribeRegions', 'form', chunked, chunks),
      request(account, 'ListKeys', 'query', () => ''),
    ];
    const answers = await answersTo(kms, [requests.join('')], requests.length);
    expect(answers.map(({ status, json }) => [status, 'Regions' in json, 'Keys' in json])).toEqual(
      requests.map((_request, index) => ['200', index % 2 === 0, index % 2 === 1]),
    );
  });

  it('are read however their bytes arrive', async () => {
    const kms = await sharedKms();
    const account = await kms.addAccount();
    const text = request(account, 'ListKeys', 'form', length);
    const end = text.indexOf('\r\n\r\n') + 4;
    const parts = [text.slice(0, end), text.slice(end, end + 7), text.slice(end + 7)];
    const [answer] = await answersTo(kms, parts, 1);
    expect([answer?.status, answer?.json.TotalCount]).toEqual(['200', 0]);
  });
});
