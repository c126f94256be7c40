import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { isId } from '#domain/id-time.ts';
import { CommandError } from '../command/command-error.ts';

/** Where an export is written. */
export interface ExportTarget extends Disposable {
  /** The last event that it has from an earlier export. */
  readonly lastEventId: string | undefined;
  /** @throws an error with the code EPIPE when the reader has gone */
  readonly write: (lines: string) => Promise<void>;
}

/** Writes to standard output. It is closed elsewhere. */
export function standardOutput(output: NodeJS.WritableStream = process.stdout): ExportTarget {
  const ignore = () => {}; // each write reports its own error
  output.on('error', ignore);
  return {
    lastEventId: undefined,
    write: (lines) =>
      new Promise((resolve, reject) => {
        output.write(lines, (error) => (error ? reject(error) : resolve()));
      }),
    [Symbol.dispose]() {},
  };
}

const PART_BYTES = 65_536;
/** Many times the length of any line. */
const MAX_LINE_BYTES = 16 * PART_BYTES;
const LINE_END = 0x0a;
/** How each line begins. */
const LINE_BEGIN = '{"eventId":"';

/**
 * A file, which only its owner can read. It is continued after its last complete line: a half one was written when an export
 * was killed. A file that is not an export stays as it is.
 * @throws CommandError for a file with something else, or with events of another account
 */
export function openExportFile(file: string, accountId: string): ExportTarget {
  const descriptor = openFile(file);
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile())
      throw new CommandError(
        `${file} is not a regular file. Leave the name out, and redirect standard output to it.`,
      );
    const { size } = stats;
    const { line, completeBytes, halfLine } = endOf(descriptor, size);
    const isWithoutEvents = completeBytes === 0 && (size === 0 || halfLine.startsWith(LINE_BEGIN));
    const lastEventId = isWithoutEvents ? undefined : eventIdIn(line, file, accountId);
    if (completeBytes < size) ftruncateSync(descriptor, completeBytes);
    return {
      lastEventId,
      async write(lines) {
        const bytes = Buffer.from(lines);
        for (let from = 0; from < bytes.length; ) from += writeSync(descriptor, bytes, from);
      },
      [Symbol.dispose]() {
        fsyncSync(descriptor);
        closeSync(descriptor);
      },
    };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function openFile(file: string): number {
  try {
    return openSync(file, 'a+', 0o600);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new CommandError(`${file} cannot be written (${code}). Check the path.`);
  }
}

interface FileEnd {
  /** The last complete line; undefined if the end of the file has none. */
  readonly line: string | undefined;
  /** The bytes up to the end of that line. Without one, those before the part that was read. */
  readonly completeBytes: number;
  /** The half line that follows. */
  readonly halfLine: string;
}

/** Reads the end of a file: at most about the length of the longest line. */
function endOf(descriptor: number, size: number): FileEnd {
  let tail = Buffer.alloc(0);
  for (let start = size; ; ) {
    const end = tail.lastIndexOf(LINE_END);
    const previous = end > 0 ? tail.lastIndexOf(LINE_END, end - 1) : -1;
    if (previous >= 0 || start === 0 || tail.length > MAX_LINE_BYTES)
      return {
        line: end < 0 ? undefined : tail.subarray(previous + 1, end).toString(),
        completeBytes: start + end + 1,
        halfLine: tail.subarray(end + 1).toString(),
      };
    const part = Buffer.alloc(Math.min(PART_BYTES, start));
    start -= part.length;
    readSync(descriptor, part, 0, part.length, start);
    tail = Buffer.concat([part, tail]);
  }
}

function eventIdIn(line: string | undefined, file: string, accountId: string): string {
  const { eventId, recipientAccountId } = parsed(line ?? '');
  if (typeof eventId !== 'string' || !isId(eventId))
    throw new CommandError(`${file} is not an export of audit events. Name another file.`);
  if (recipientAccountId !== accountId)
    throw new CommandError(
      `${file} has the events of the account ${String(recipientAccountId)}. Name another file, or add --account.`,
    );
  return eventId;
}

function parsed(line: string): {
  readonly eventId?: unknown;
  readonly recipientAccountId?: unknown;
} {
  try {
    return Object(JSON.parse(line)) as object;
  } catch {
    return {};
  }
}
