import type { CombinedError } from 'urql';
import {
  KeyPageDocument,
  type KeyPageQuery,
  type ListedKeyFragment,
} from '../../generated/documents/console/graphql.ts';
import { client } from '../api/client.ts';
import { type Failure, toFailure } from '../api/failure.ts';
import { onMissed } from '../api/server-state.ts';
import type { KeysQuery } from './keys-address.ts';

/** How many pages around those that are shown stay subscribed: changes of their keys reach them at once. */
const NEAR_PAGES = 5;
/** How many pages in a row that add hardly a key are read without being asked for. */
const MAX_SHORT_PAGES = 10;
const SHORT_PAGE_KEYS = 20;
/** How many keys before the end of what is loaded the next page is read. */
const AHEAD_KEYS = 150;

interface Page {
  readonly after: string | null;
  /** Index of its first key in the list. */
  start: number;
  keys: readonly ListedKeyFragment[];
  endCursor: string | null;
  hasNextPage: boolean;
  isRead: boolean;
  /** Ends the subscription; undefined while the page is far from what is shown. */
  stop: (() => void) | undefined;
  /** Something may have changed while it was not subscribed. */
  isStale: boolean;
}

/** What is known of the list. */
export interface KeyListState {
  readonly count: number;
  readonly hasNextPage: boolean;
  readonly isLoading: boolean;
  readonly failure: Failure | undefined;
  /** Pages hardly had a key, several times: the reader decides whether to go on. */
  readonly isPaused: boolean;
}

const FIRST_STATE: KeyListState = {
  count: 0,
  hasNextPage: true,
  isLoading: true,
  failure: undefined,
  isPaused: false,
};

const newPage = (last: Page | undefined): Page => ({
  after: last?.endCursor ?? null,
  start: last ? last.start + last.keys.length : 0,
  keys: [],
  endCursor: null,
  hasNextPage: true,
  isRead: false,
  stop: undefined,
  isStale: false,
});

/**
 * A list of keys without an end. Each page is a query of its own; those near to what is shown stay subscribed. Finding a
 * row takes a binary search over the pages; scrolling subscribes and ends some pages, however many there are.
 */
export function openKeyList({ filter, orderBy }: KeysQuery) {
  const pages: Page[] = [];
  const subscribed = new Set<Page>();
  const listeners = new Set<() => void>();
  let state = FIRST_STATE;
  let shortPages = 0;

  const publish = (failure?: Failure) => {
    const last = pages.at(-1);
    const hasNextPage = last?.hasNextPage ?? true;
    state = {
      count: last ? last.start + last.keys.length : 0,
      hasNextPage,
      isLoading: last?.isRead === false && !failure,
      failure,
      isPaused: hasNextPage && shortPages >= MAX_SHORT_PAGES,
    };
    for (const listener of listeners) listener();
  };

  const end = (page: Page) => {
    page.stop?.();
    page.stop = undefined;
    subscribed.delete(page);
  };

  function receive(page: Page, data: KeyPageQuery | undefined, error: CombinedError | undefined) {
    const index = pages.indexOf(page);
    if (index < 0) return;
    if (!data?.keys) {
      if (error) publish(toFailure(error));
      return;
    }
    const { endCursor = null, hasNextPage } = data.keys.pageInfo;
    // The next page begins elsewhere now: what follows is read again when it is looked at.
    if (page.isRead && endCursor !== page.endCursor)
      for (const one of pages.splice(index + 1)) end(one);
    const keys = data.keys.edges.map(({ node }) => node);
    if (!page.isRead) shortPages = keys.length < SHORT_PAGE_KEYS ? shortPages + 1 : 0;
    Object.assign(page, { keys, endCursor, hasNextPage, isRead: true });
    let { start } = page;
    for (const one of pages.slice(index)) {
      one.start = start;
      start += one.keys.length;
    }
    publish();
  }

  function subscribe(page: Page, requestPolicy: 'cache-first' | 'cache-and-network') {
    page.isStale = false;
    subscribed.add(page);
    const variables = { filter, orderBy, after: page.after };
    const { unsubscribe } = client
      .query(KeyPageDocument, variables, { requestPolicy })
      .subscribe(({ data, error }) => receive(page, data, error));
    page.stop = unsubscribe;
  }

  /** Reads the next page. There is at most one unread page, because only a page says where the next begins. */
  function readNext() {
    const last = pages.at(-1);
    if (last && !last.isRead) {
      end(last); // it failed
      pages.pop();
    }
    const page = newPage(pages.at(-1));
    pages.push(page);
    publish();
    subscribe(page, 'cache-and-network');
  }

  /** Number of the page with the row of an index. */
  const pageAt = (index: number): number => {
    let [low, high] = [0, pages.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((pages[middle]?.start ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  };

  const keyAt = (index: number): ListedKeyFragment | undefined => {
    const page = pages[pageAt(index)];
    return page?.keys[index - page.start];
  };

  const endOfMissed = onMissed(() => {
    for (const page of pages) page.isStale = page.stop === undefined;
  });
  readNext();

  return {
    get: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** The key at an index; undefined while it is not loaded. */
    keyAt,
    /** The loaded keys with these ids, in the order of the list. */
    find: (keyIds: ReadonlySet<string>): ListedKeyFragment[] =>
      pages.flatMap(({ keys }) => keys.filter(({ keyId }) => keyIds.has(keyId))),
    /** Whether a new key is in the list: at its beginning or at its end. */
    hasNew: (keyId: string): boolean =>
      [pages[0], pages[1], pages.at(-1)].some((page) =>
        page?.keys.some((key) => key.keyId === keyId),
      ),
    /** The ids of the loaded keys from one index to another; without them, of all. */
    idsOf: (from = 0, to = state.count - 1): string[] =>
      Array.from({ length: to - from + 1 }, (_, index) => keyAt(from + index)?.keyId).filter(
        (keyId) => keyId !== undefined,
      ),
    /** Says which rows are shown: pages near them are subscribed, and the next page is read ahead. */
    show(first: number, last: number) {
      const near = new Set(
        pages.slice(Math.max(pageAt(first) - NEAR_PAGES, 0), pageAt(last) + NEAR_PAGES + 1),
      );
      for (const page of subscribed) if (page.isRead && !near.has(page)) end(page);
      for (const page of near)
        if (!page.stop) subscribe(page, page.isStale ? 'cache-and-network' : 'cache-first');
      if (state.isLoading || state.failure || state.isPaused || !state.hasNextPage) return;
      if (last >= state.count - AHEAD_KEYS) readNext();
    },
    /** Reads the next page, also after a failure. */
    readMore() {
      shortPages = 0;
      readNext();
    },
    /** Ends all subscriptions. `show` begins them again. */
    rest() {
      for (const page of subscribed) if (page.isRead) end(page);
    },
    close() {
      endOfMissed();
      for (const page of subscribed) end(page);
    },
  };
}

/** A list of keys without an end. */
export type KeyList = ReturnType<typeof openKeyList>;
