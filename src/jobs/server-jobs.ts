import type { ClockWatch } from '#clock/clock-watch.ts';
import type { Nonces } from '#identity/nonces.ts';
import type { KeyVersionServices } from '#keyring/key-versions.ts';
import type { Materials } from '#keyring/materials.ts';
import type { RootKeyWatch } from '#root-key/watch.ts';
import { settledBefore } from '#store/read/audit/settled.ts';
import type { Store } from '#store/store.ts';
import { cutAuditBlocks } from './audit-blocks.ts';
import { deleteOldAuditEvents } from './audit-retention.ts';
import { destroyKeys } from './destroy-keys.ts';
import { expireMaterial } from './expire-material.ts';
import { indexWords } from './index-words.ts';
import { rotateKeys } from './rotate-keys.ts';
import type { Job } from './schedule.ts';
import { sweepExpired } from './sweep-expired.ts';

/** Reads do not wait for these: what is due is treated as done (store/as-of.ts). */
const DUE_MILLISECONDS = 30_000;
/** A rotation of the root key waits for every replica to look. */
const WATCH_MILLISECONDS = 2_000;
/** One run cuts at most 100,000 audit rows, more than callers write meanwhile. */
const BLOCKS_MILLISECONDS = 10_000;
/** The clock of a server may be set at any time. */
const CLOCK_MILLISECONDS = 5_000;

interface JobOptions {
  readonly store: Store;
  readonly materials: Materials;
  readonly makers: KeyVersionServices;
  readonly nonces: Nonces;
  readonly watch: RootKeyWatch;
  readonly clockWatch: ClockWatch;
  readonly maxClockSkewMilliseconds: number;
  /** Undefined: audit rows are kept. */
  readonly auditRetentionDays: number | undefined;
}

/**
 * The jobs of a server. Each change is conditional, so any number of replicas can run them at once. All jobs use the time
 * of the database. They cannot read the server's own clock, so a wrong clock destroys nothing.
 */
export function jobsOf({
  store,
  materials,
  makers,
  nonces,
  watch,
  clockWatch,
  maxClockSkewMilliseconds,
  auditRetentionDays,
}: JobOptions): readonly Job[] {
  /** A job that cannot be undone. It does nothing while it is held. */
  const irreversible = (name: string, work: (now: Date) => Promise<unknown>): Job => ({
    name,
    everyMilliseconds: DUE_MILLISECONDS,
    async work() {
      const now = await clockWatch.dueTime();
      if (now) await work(now);
    },
  });
  return [
    { name: 'watch-clock', everyMilliseconds: CLOCK_MILLISECONDS, work: clockWatch.compare },
    irreversible('sweep-expired', async (now) => {
      await clockWatch.beforeSweep(now);
      await sweepExpired(store, now);
      nonces.ignoreExpired(now);
    }),
    irreversible('destroy-keys', (now) => destroyKeys(store, materials, now)),
    irreversible('expire-material', (now) => expireMaterial(store, materials, now)),
    {
      name: 'rotate-keys',
      everyMilliseconds: DUE_MILLISECONDS,
      work: async () => rotateKeys(store, makers, await store.time()),
    },
    { name: 'index-words', everyMilliseconds: DUE_MILLISECONDS, work: () => indexWords(store) },
    {
      name: 'cut-audit-blocks',
      everyMilliseconds: BLOCKS_MILLISECONDS,
      work: async () =>
        cutAuditBlocks(store, settledBefore(await store.time(), maxClockSkewMilliseconds)),
    },
    ...(auditRetentionDays === undefined
      ? []
      : [
          irreversible('delete-audit-events', (now) =>
            deleteOldAuditEvents(store, auditRetentionDays, now),
          ),
        ]),
    { name: 'watch-root-keys', everyMilliseconds: WATCH_MILLISECONDS, work: watch.refresh },
  ];
}
