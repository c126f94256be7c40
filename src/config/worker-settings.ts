import { type Setting, wholeNumber } from './setting.ts';

/** Fewest connections to PostgreSQL with which a process works: two that read, one that writes, one for nonces. */
export const MIN_POOL_SIZE = 4;
/** Fewest open connections of clients with which a process works. */
export const MIN_CONNECTIONS = 16;

/** How many processes one server is. */
export const WORKER_SETTINGS = {
  KEYWRIGHT_WORKERS: {
    expected: 'a number of processes from 1 to 64',
    schema: wholeNumber(1, 64).default(1),
    description:
      'PostgreSQL: how many processes share the port and this machine, each a replica of its own ([all cores](running.md#all-cores)). They also share the connections to PostgreSQL, the quotas and the limits for strangers.',
  },
} as const satisfies Readonly<Record<string, Setting>>;
