import { type Setting, wholeNumber } from './setting.ts';

/** How people sign in. */
export const SIGN_IN_SETTINGS = {
  KEYWRIGHT_SIGN_IN_LINK_MINUTES: {
    expected: 'minutes from 1 to 1440',
    schema: wholeNumber(1, 1_440).default(10),
    description: 'How long a sign-in link can be used. Each works once.',
  },
  KEYWRIGHT_SESSION_MINUTES: {
    expected: 'minutes from 5 to 43200',
    schema: wholeNumber(5, 43_200).default(720),
    description:
      'How long a browser stays signed in. A session ends earlier when its access key or user ends, or when it is ended with `npm run session`.',
  },
} as const satisfies Readonly<Record<string, Setting>>;
