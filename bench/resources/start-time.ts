import { isSuccess } from '../load/answer-reader.ts';
import { ask } from '../load/connection.ts';
import { rpcRequests } from '../load/requests.ts';
import { median } from '../load/run.ts';
import { accessKey, type BenchSetup } from '../setups.ts';

const STARTS = 5;

/** Seconds from the start of the process to the answer to a signed request; the median of several starts. */
export async function startSeconds({ start, realKeyIds }: BenchSetup): Promise<number> {
  const [KeyId = ''] = realKeyIds;
  const requests = rpcRequests(accessKey, 'DescribeKey', { KeyId });
  const seconds: number[] = [];
  while (seconds.length < STARTS) {
    const started = performance.now();
    await using server = await start();
    const answer = await ask(server.url, requests.next());
    seconds.push((performance.now() - started) / 1_000);
    if (!isSuccess(answer)) throw new Error(`The first answer is an error:\n${answer.text}`);
  }
  return median(seconds);
}
