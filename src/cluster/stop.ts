/** Signals that stop the server. More of them change nothing: it stops once. */
export const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** Time for the last commit and for closing database connections, after the running requests. */
export const CLOSE_MILLISECONDS = 1_500;
