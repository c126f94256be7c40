import { z } from 'zod';
import type { Setting } from './setting.ts';

/** What is audited. */
export const AUDIT_SETTINGS = {
  KEYWRIGHT_AUDIT_READS: {
    expected: 'true or false',
    schema: z
      .enum(['true', 'false'])
      .default('false')
      .transform((word) => word === 'true'),
    description:
      'Whether reads of metadata have audit rows too. Each read then waits for its row to be on disk.',
  },
} as const satisfies Readonly<Record<string, Setting>>;
