import type { Table } from '../table.ts';

/** Names the rows of a table that belong to one parent. */
export const roomName = ({ name }: Table, column: string, value: string | null): string =>
  `${name} ${column} ${value}`;
