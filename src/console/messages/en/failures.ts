export const failures = {
  NetworkError: 'The server did not answer. Check that it runs and try again.',
  Unauthenticated: 'Sign in again.',
  Forbidden: 'Ask somebody who manages access for the permission.',
  NotFound: 'It does not exist, or you may not see it. Load the page again.',
  Invalid: 'Correct the input and try again.',
  State:
    'It has changed meanwhile, or its state does not allow this. Look at its state and try again.',
  Throttled: 'Wait {seconds, plural, one {a second} other {# seconds}} and try again.',
  Unavailable: 'Try again in a moment. If it stays so, look at the log of the server.',
  Bug: 'Report it with the request id, under which the log of the server says more.',
};
