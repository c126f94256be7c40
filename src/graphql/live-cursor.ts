import { unknownCursor } from '#store/feed/follower.ts';

/** Where a subscription goes on: after one of the events that an audit row gives, which are counted from 0. */
export interface LivePlace {
  readonly rowId: string;
  readonly number: number;
}

const CURSOR = /^live:([0-9a-f-]{36})\.(\d{1,4})$/;
const MAX_CHARACTERS = 100;

/** The cursor of an event. It holds nothing but the row: the database knows the place of the row. */
export const liveCursor = ({ rowId, number }: LivePlace): string =>
  Buffer.from(`live:${rowId}.${number}`).toString('base64url');

/** Reads the cursor of an event. @throws InvalidParameterError */
export function readLiveCursor(cursor: string | null | undefined): LivePlace | undefined {
  if (cursor == null) return undefined;
  const text = cursor.length > MAX_CHARACTERS ? '' : Buffer.from(cursor, 'base64url').toString();
  const [, rowId, number] = CURSOR.exec(text) ?? [];
  if (rowId === undefined) throw unknownCursor();
  return { rowId, number: Number(number) };
}
