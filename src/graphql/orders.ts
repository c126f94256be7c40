import { isAliasName, isReservedAlias } from '#domain/key-reference.ts';
import { END_OF_TIMES } from '#domain/time.ts';
import type { CreationPlace } from '#store/read/part.ts';

/** An order of a list: which place a row has in it, and how a cursor writes the place. */
export interface Order<Row, Place> {
  /** Beginning of its cursors, so that those of another list or order are not taken. */
  readonly kind: string;
  readonly placeOf: (row: Row) => Place;
  readonly write: (place: Place) => string;
  /** @returns undefined for what no cursor of this order says */
  readonly parse: (text: string) => Place | undefined;
}

const ID = /^[0-9a-f-]{36}$/;
const idIn = (text: string): string | undefined => (ID.test(text) ? text : undefined);

/** The order of ids. They are UUIDs of version 7, so the oldest row comes first. */
export const orderById = <Row extends { readonly id: string }>(
  kind: string,
): Order<Row, string> => ({ kind, placeOf: ({ id }) => id, write: (id) => id, parse: idIn });

/** The order of dates of creation, to the millisecond, and of ids within one. */
export const ORDER_BY_CREATION: Order<CreationPlace, CreationPlace> = {
  kind: 'keycreated',
  placeOf: ({ createdAt, id }) => ({ createdAt, id }),
  write: ({ createdAt, id }) => `${createdAt.getTime()}.${id}`,
  parse(text) {
    const [, milliseconds = '', rest = ''] = /^(\d{1,15})\.(.+)$/.exec(text) ?? [];
    const id = idIn(rest);
    const time = Number(milliseconds);
    return id && time <= END_OF_TIMES ? { createdAt: new Date(time), id } : undefined;
  },
};

/** The order of names of users, roles or policies, by code point. A name is unique in its account. */
export const orderByName = (kind: string): Order<{ readonly name: string }, string> => ({
  kind,
  placeOf: ({ name }) => name,
  write: (name) => name,
  parse: (text) => (/^[A-Za-z0-9._-]{1,128}$/.test(text) ? text : undefined),
});

/** The order of aliases' names, by code point. A name is unique in its account. */
export const ORDER_BY_NAME: Order<{ readonly name: string }, string> = {
  kind: 'aliasname',
  placeOf: ({ name }) => name,
  write: (name) => name,
  parse: (text) => (isAliasName(text) || isReservedAlias(text) ? text : undefined),
};
