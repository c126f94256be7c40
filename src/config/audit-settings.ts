import { flag, type Setting, wholeNumber } from './setting.ts';

/** What is audited, and how long it is kept. */
export const AUDIT_SETTINGS = {
  KEYWRIGHT_AUDIT_READS: {
    expected: 'true or false',
    schema: flag('false'),
    description:
      'Whether reads of metadata have audit rows too. Each read then waits for its row to be on disk.',
  },
  KEYWRIGHT_AUDIT_RETENTION_DAYS: {
    expected: 'days from 30 to 36500',
    schema: wholeNumber(30, 36_500).optional(),
    fallback: 'audit rows are kept',
    description:
      'After how many days audit rows are deleted permanently. Export them before: [audit.md](audit.md#retention).',
  },
} as const satisfies Readonly<Record<string, Setting>>;
