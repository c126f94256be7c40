import { type Job, repeat } from '#jobs/schedule.ts';
import type { Metrics } from '#metrics/metrics.ts';
import type { StartOptions } from './server-options.ts';

/**
 * Starts the background jobs, and counts and logs their runs.
 * @param stack stops them and waits for those that run
 */
export function runJobs(
  stack: AsyncDisposableStack,
  jobs: readonly Job[],
  metrics: Metrics,
  { clock, log }: StartOptions,
): void {
  for (const job of jobs)
    stack.use(
      repeat(job, (name, error) => {
        metrics.job(name, error ? 'failed' : 'done', clock());
        if (error) log.error({ error, job: name }, 'a job failed');
      }),
    );
}
