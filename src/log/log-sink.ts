import type { DestinationStream } from 'pino';
import sonicBoom from 'sonic-boom';

/** Size of the lines that wait to be written. */
const MAX_BUFFER_BYTES = 1_048_576;
/**
 * A reader that read nothing for this time is not expected to read the rest before the process
 * ends.
 */
const STUCK_MILLISECONDS = 500;

/** How long lines are collected. */
const COLLECT_MILLISECONDS = 10;
/** More lines than this are not collected before they are written. SonicBoom writes as many bytes at a time. */
const MAX_COLLECTED_CHARACTERS = 16_384;

/** Where log lines go. */
export interface LogSink extends DestinationStream {
  /** Calls back when everything is written, which is never if nobody reads the log. */
  flush(done: () => void): void;
}

/** Where several processes write, each one differs in this. */
export interface SinkOptions {
  /** How much is written at once, unless a single line is longer; absent: as it suits. */
  readonly writeBytes?: number;
  /** Fields of every line. */
  readonly base?: object;
}

/** Log line with the number of dropped lines. */
const droppedLine = (count: number, base: object = {}): string =>
  `${JSON.stringify({ level: 40, time: new Date().toISOString(), ...base, dropped: count, msg: 'log lines were dropped' })}\n`;

/**
 * Writes lines without waiting for the reader: a log that nobody reads must not stop the service.
 * Lines that do not fit into the buffer are dropped and counted; the count is logged when there is
 * room again. At the end of the process the buffer is written, if the log is read.
 *
 * The lines of one turn of the event loop are written together: under load many requests end in one
 * turn, and a system call for each line would cost more than the line.
 * @param fd file descriptor
 */
export function logSink(fd: number, { writeBytes, base }: SinkOptions = {}): LogSink {
  // pino's own destination() always flushes at the end of the process, and would hang if nobody
  // reads.
  let ending = false;
  const sink = new sonicBoom.SonicBoom({
    fd,
    sync: false,
    maxLength: MAX_BUFFER_BYTES,
    minLength: 1, // with 0, flush() would call back at once
    ...(writeBytes !== undefined && { maxWrite: writeBytes }),
    retryEAGAIN: () => !ending,
  });
  let collected = '';
  const writeCollected = () => {
    if (collected === '') return;
    const lines = collected;
    collected = '';
    waitingSince ??= performance.now();
    sink.write(lines);
  };
  let dropped = 0;
  let waitingSince: number | undefined;
  let isBroken = false;
  // The disk is full or the reader has exited: log lines are lost, the service runs on.
  sink.on('error', () => {
    isBroken = true;
  });
  sink.on('drop', (lines: string) => {
    dropped += lines.split('\n').length - 1;
  });
  sink.on('write', () => {
    waitingSince = performance.now();
    isBroken = false;
  });
  sink.on('drain', () => {
    waitingSince = undefined;
    if (dropped === 0) return;
    sink.write(droppedLine(dropped, base));
    dropped = 0;
  });
  process.once('exit', () => {
    ending = true;
    if (isBroken) return; // `flushSync` would try again without end
    writeCollected();
    if (waitingSince !== undefined && performance.now() - waitingSince > STUCK_MILLISECONDS) return;
    try {
      sink.flushSync();
    } catch {
      // the log itself failed, so the error cannot be logged
    }
  });
  return {
    write(line) {
      if (writeBytes !== undefined) {
        waitingSince ??= performance.now();
        sink.write(line); // SonicBoom joins whole lines, up to so many bytes
        return;
      }
      if (collected === '') setTimeout(writeCollected, COLLECT_MILLISECONDS);
      collected += line;
      if (collected.length > MAX_COLLECTED_CHARACTERS) writeCollected();
    },
    flush(done) {
      writeCollected();
      sink.flush(() => done());
    },
  };
}
