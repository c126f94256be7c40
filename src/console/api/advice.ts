import type { Failure } from './failure.ts';

/** What to do about a failure: the name of a text of `failures`. */
export type Advice =
  | 'NetworkError'
  | 'Unauthenticated'
  | 'Forbidden'
  | 'NotFound'
  | 'Invalid'
  | 'State'
  | 'Throttled'
  | 'Unavailable'
  | 'Bug';

/** The first pattern that matches a code decides. */
const ADVICE: readonly (readonly [RegExp, Advice])[] = [
  [/^NetworkError$/, 'NetworkError'],
  [/^Unauthenticated$|^InvalidAccessKeyId|^Forbidden\.AccessKey$/, 'Unauthenticated'],
  [/NotFound|^EntityNotExist/, 'NotFound'],
  [/^Throttling|^Rejected\.Throttling$/, 'Throttled'],
  [/Unavailable|^QueryTimeout/, 'Unavailable'],
  [/^Forbidden|NoPermission|^AccessDenied/, 'Forbidden'],
  [
    /^Rejected|^DeleteConflict|^EntityAlreadyExists|AlreadyExists|^LimitExceeded|^Conflict/,
    'State',
  ],
  [/^InternalFailure/, 'Bug'],
];

/** @returns `Invalid` for every other code: those are about the input */
export const adviceFor = ({ code }: Pick<Failure, 'code'>): Advice =>
  ADVICE.find(([pattern]) => pattern.test(code))?.[1] ?? 'Invalid';
