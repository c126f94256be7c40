import type { DestinationStream } from 'pino';
import sonicBoom from 'sonic-boom';

/** Of lines that wait to be written. */
const MAX_BYTES = 1_048_576;
/** A reader that has taken nothing for so long is not going to take the rest before the process ends. */
const STUCK_MILLISECONDS = 500;

export interface LogSink extends DestinationStream {
  /** Calls back when everything is written: never, where nobody reads. */
  flush(done: () => void): void;
}

/** A line that tells how many others were dropped. */
const droppedLine = (count: number): string =>
  `${JSON.stringify({ level: 40, time: new Date().toISOString(), dropped: count, msg: 'log lines were dropped' })}\n`;

/**
 * Writes lines without waiting for whoever reads them: a log that nobody reads must not stop the service. What does not
 * fit into the buffer is dropped and counted, and the count is a line of its own as soon as there is room again. What is
 * in the buffer at the end of the process is written, if somebody reads.
 */
export function logSink(fd: number): LogSink {
  // pino's own destination() flushes at the end of the process whatever happens, and would hang there.
  let ending = false;
  const sink = new sonicBoom.SonicBoom({
    fd,
    sync: false,
    maxLength: MAX_BYTES,
    minLength: 1, // with none, flush() would call back at once
    retryEAGAIN: () => !ending,
  });
  let dropped = 0;
  let waitingSince: number | undefined;
  sink.on('error', () => {}); // it is full or gone: that costs log lines
  sink.on('drop', () => {
    dropped += 1;
  });
  sink.on('write', () => {
    waitingSince = performance.now();
  });
  sink.on('drain', () => {
    waitingSince = undefined;
    if (dropped === 0) return;
    sink.write(droppedLine(dropped));
    dropped = 0;
  });
  process.once('exit', () => {
    ending = true;
    if (waitingSince !== undefined && performance.now() - waitingSince > STUCK_MILLISECONDS) return;
    try {
      sink.flushSync();
    } catch {
      // there is nowhere to say so
    }
  });
  return {
    write(line) {
      waitingSince ??= performance.now();
      sink.write(line);
    },
    flush: (done) => sink.flush(() => done()),
  };
}
