import pino, { type DestinationStream, type Logger } from 'pino';
import { readDriverFailure } from '#store/driver-failure.ts';
import { logSink } from './log-sink.ts';

const STANDARD_ERROR = 2;

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
): Logger =>
  pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: describeBug },
    },
    destination,
  );

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
