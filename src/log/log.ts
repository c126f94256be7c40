import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import { readDriverFailure } from '#store/driver-failure.ts';
import { logSink } from './log-sink.ts';

const STANDARD_ERROR = 2;
/** What one write can put into a pipe in one piece, whatever other processes write (PIPE_BUF of Linux). */
const ATOMIC_BYTES = 4_096;
/** So many operations of one request fit into a line that is written in one piece. */
const MAX_ACTIONS = 64;

/** Values of KEYWRIGHT_LOG_LEVEL. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
/** Least severe level that is logged. */
export type LogLevel = (typeof LOG_LEVELS)[number];
export type { Logger };

/**
 * Opens the log: one JSON line per event, on standard error. Standard output is for people. Log
 * only fields that cannot hold a secret: method, path, action, request id, code. Never log a query
 * string or a body, in which SDKs send plaintexts, or the message of a driver's error. Secrets
 * print as a label (SecretBytes).
 */
export const openLog = (
  level: LogLevel,
  destination: DestinationStream = logSink(STANDARD_ERROR),
  options: LoggerOptions = {},
): Logger =>
  pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      ...options,
      serializers: { error: describeBug, ...options.serializers },
    },
    destination,
  );

/**
 * Opens the log of one of several processes with one standard error. Each line is written in one piece, so that lines do
 * not mix.
 * @param worker the number of this worker, which each line has; undefined in the primary
 */
export function openSharedLog(level: LogLevel, worker?: number): Logger {
  const base = worker === undefined ? {} : { worker };
  const sink = logSink(STANDARD_ERROR, { writeBytes: ATOMIC_BYTES, base });
  return openLog(level, sink, { base, serializers: { actions: shorten } });
}

const shorten = (actions: readonly string[]): readonly string[] =>
  actions.length <= MAX_ACTIONS
    ? actions
    : [...actions.slice(0, MAX_ACTIONS), `${actions.length - MAX_ACTIONS} more`];

/**
 * Fields to log of an error: kind, code and stack frames. Not the message, which may quote input.
 */
export function describeBug(error: unknown) {
  const {
    name = typeof error,
    code,
    stack = '',
    message = '',
  } = (error ?? {}) as Partial<Error> & { code?: unknown };
  const { kind, originalCode } = readDriverFailure(error);
  const frames = stack
    .replace(message, '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line));
  return { name, code, kind, originalCode, frames: frames.slice(0, 12) };
}
