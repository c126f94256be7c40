import type { LoggedRow } from '#store/feed/commit-log.ts';
import type { Follower } from '#store/feed/follower.ts';
import type { GraphqlCall } from './call.ts';
import { type LivePlace, liveCursor } from './live-cursor.ts';

type Row = LoggedRow['row'];

/** The events that an audit row may give, each with its cursor. */
export type Candidate<Subject> = { readonly row: Row; readonly cursor: string } & Subject;

interface LiveSourceParts<Subject extends object, Payload> {
  readonly follower: Follower;
  /** The last event that the caller has. */
  readonly after: LivePlace | undefined;
  /** The events of a row, always in the same order. */
  readonly subjectsOf: (row: Row) => readonly Subject[];
  /** Those that this call may see, and wants to. @throws NoPermissionError for a caller who may see none any more */
  readonly show: (
    call: GraphqlCall,
    candidates: readonly Candidate<Subject>[],
  ) => Promise<readonly Payload[]>;
}

/** What the `subscribe` of a field returns: rows to wait for, and how a call turns them into events. */
export class LiveSource<Subject extends object, Payload> implements AsyncIterable<Payload> {
  readonly follower: Follower;
  readonly #parts: LiveSourceParts<Subject, Payload>;

  constructor(parts: LiveSourceParts<Subject, Payload>) {
    this.follower = parts.follower;
    this.#parts = parts;
  }

  /** All events that rows may give. */
  candidatesOf(rows: readonly LoggedRow[]): readonly Candidate<Subject>[] {
    const { after, subjectsOf } = this.#parts;
    return rows.flatMap(({ row }) =>
      subjectsOf(row).flatMap((subject, number) =>
        row.id === after?.rowId && number <= after.number
          ? []
          : [{ ...subject, row, cursor: liveCursor({ rowId: row.id, number }) }],
      ),
    );
  }

  /** Those that a call may see, which was made after their rows had arrived. @throws NoPermissionError */
  show(call: GraphqlCall, candidates: readonly Candidate<Subject>[]): Promise<readonly Payload[]> {
    return this.#parts.show(call, candidates);
  }

  /** GraphQL expects an iterable. It would keep one call for all events, so nothing iterates: live-stream.ts reads the rows. */
  [Symbol.asyncIterator](): AsyncIterator<Payload> {
    throw new TypeError('Read the rows of the follower.');
  }
}
