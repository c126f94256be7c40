import type { ClockWatch } from '#clock/clock-watch.ts';
import type { RootKeyWatch } from '#root-key/watch.ts';
import type { Store } from '#store/store.ts';

interface ReadinessOptions {
  readonly store: Pick<Store, 'ping'>;
  readonly watch: Pick<RootKeyWatch, 'check'>;
  readonly clockWatch: Pick<ClockWatch, 'now'>;
}

/** Whether this process can serve requests. */
export interface Readiness {
  /** Rejects while it cannot. */
  readonly ready: () => Promise<void>;
  /** Why it cannot, in sentences. None: it can. */
  readonly problems: () => Promise<readonly string[]>;
}

/** What /readyz and the operation DescribeService look at. */
export function readinessOf({ store, watch, clockWatch }: ReadinessOptions): Readiness {
  const checks = [
    {
      check: store.ping,
      problem: 'The database does not answer, or was upgraded by a newer version.',
    },
    { check: async () => watch.check(), problem: 'This server lacks the current root key.' },
    {
      check: async () => void clockWatch.now(),
      problem: "This server's clock differs from the database's.",
    },
  ];
  return {
    async ready() {
      for (const { check } of checks) await check();
    },
    async problems() {
      const results = await Promise.allSettled(checks.map(({ check }) => check()));
      return checks.flatMap(({ problem }, index) =>
        results[index]?.status === 'rejected' ? [problem] : [],
      );
    },
  };
}
