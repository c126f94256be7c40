import { z } from 'zod';
import type { Setting } from './setting.ts';

/** Whether the text is an http(s) origin exactly as browsers send it: lower case, no default port, no path. */
export const isOrigin = (text: string): boolean =>
  /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;

/** The origins of a setting that lists them. */
export const originsIn = (text: string): string[] => text.split(',').map((origin) => origin.trim());

/** Which web pages may use the GraphQL API, besides those of this service. */
export const ORIGIN_SETTINGS = {
  KEYWRIGHT_ALLOWED_ORIGINS: {
    expected:
      'http(s) origins exactly as browsers send them, separated by commas, such as https://app.example.com,http://localhost:5173 (lower case, no path, no default port, no wildcard)',
    schema: z
      .string()
      .refine((text) => originsIn(text).every(isOrigin))
      .optional(),
    description:
      'The other origins whose web pages may call the GraphQL API, with a bearer token and never with a cookie. Pages of all other origins get 403.',
  },
} as const satisfies Readonly<Record<string, Setting>>;
