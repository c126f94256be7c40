import pino, { type DestinationStream } from 'pino';
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

/** The log, with a way of its own for the line that every request has. */
export interface Logger extends pino.Logger {
  /** Logs a request at level info, if that is enabled. @param fields without a value that holds a secret */
  readonly request: (fields: RequestFields) => void;
}

/** What is logged of a request. */
interface RequestFields {
  /** The operations that it performed. */
  readonly actions?: readonly string[] | undefined;
  readonly [field: string]: unknown;
}

interface LogOptions {
  /** Fields of every line. */
  readonly base?: object;
  /** Most operations that are listed of one request. */
  readonly maxActions?: number;
}

/**
 * Opens the log: one JSON line per event, on standard error. Standard output is for people. Log
 * only fields that cannot hold a secret: method, path, action, request id, code. Never log a query
 * string or a body, in which SDKs send plaintexts, or the message of a driver's error. Secrets
 * print as a label (SecretBytes).
 */
export function openLog(
  level: LogLevel,
  destination: DestinationStream = logSink(STANDARD_ERROR),
  { base, maxActions = Number.POSITIVE_INFINITY }: LogOptions = {},
): Logger {
  const time = isoTimes();
  const log = pino(
    {
      level,
      base,
      timestamp: () => `,"time":"${time()}"`,
      serializers: { error: describeBug },
    },
    destination,
  );
  const { info } = log.levels.values;
  return Object.assign(log, {
    // As pino would write it. It converts and joins field by field, which takes twice as long.
    request({ actions, ...fields }: RequestFields) {
      if (!log.isLevelEnabled('info')) return;
      const line = JSON.stringify({
        level: info,
        time: time(),
        ...base,
        ...fields,
        actions: actions && shorten(actions, maxActions),
        msg: 'request',
      });
      destination.write(`${line}\n`);
    },
  });
}

const shorten = (actions: readonly string[], max: number): readonly string[] =>
  actions.length <= max ? actions : [...actions.slice(0, max), `${actions.length - max} more`];

/** The current time by RFC 3339, to the millisecond. The lines of one second share most of its text. */
function isoTimes(): () => string {
  let second = Number.NaN;
  let upToSecond = '';
  return () => {
    const now = Date.now();
    const current = Math.floor(now / 1_000);
    if (current !== second) {
      second = current;
      upToSecond = new Date(now).toISOString().slice(0, 19);
    }
    return `${upToSecond}.${String(now % 1_000).padStart(3, '0')}Z`;
  };
}

/**
 * Opens the log of one of several processes with one standard error. Each line is written in one piece, so that lines do
 * not mix.
 * @param worker the number of this worker, which each line has; undefined in the primary
 */
export function openSharedLog(level: LogLevel, worker?: number): Logger {
  const base = worker === undefined ? {} : { worker };
  const sink = logSink(STANDARD_ERROR, { writeBytes: ATOMIC_BYTES, base });
  return openLog(level, sink, { base, maxActions: MAX_ACTIONS });
}

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
