import pino, { type DestinationStream, type Logger } from 'pino';
import { readDriverFailure } from '#store/driver-failure.ts';
import { logSink } from './log-sink.ts';

const STANDARD_ERROR = 2;

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];
export type { Logger };

/**
 * One JSON line per event, on standard error; standard output is for people. What may stand in a line is an
 * allow list at the call: method, path, action, request id, code. Never a query string, a body or an error
 * message of a driver, since SDKs put plaintexts into URLs. Secrets themselves print as a label (SecretBytes).
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

/** A failure, as its kind and where it happened: messages may quote input, so they stay out. */
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
