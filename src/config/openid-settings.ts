import { z } from 'zod';
import type { Setting } from './setting.ts';

/** Sign-in by OpenID Connect. */
export const OPENID_SETTINGS = {
  KEYWRIGHT_OPENID_FILE: {
    expected: 'the path of a JSON file',
    schema: z.string().min(1).optional(),
    description:
      'The OpenID Connect issuers whose access tokens are accepted, and with which browsers sign in: [openid.md](openid.md). These settings exist only as a file. Give all replicas the same one.',
  },
} as const satisfies Readonly<Record<string, Setting>>;
