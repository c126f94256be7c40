/** Where a browser goes after a sign-in that names no other page. */
export const DEFAULT_RETURN_PATH = '/console';

/** GraphiQL, for those who are sent from there. */
export const GRAPHIQL_PATH = '/graphql';

const MAX_CHARACTERS = 512;
/** Of the query that holds the path, in which each of its characters can have three. */
const MAX_QUERY_CHARACTERS = 2_048;
/** The URL standard resolves paths against some origin; which one does not matter here. */
const ORIGIN = 'http://origin.invalid';
/** What a proxy that decodes or merges could make another path of, although a browser does not: `//`, `\`, `..`, control characters. */
const AMBIGUOUS = /(?:\/|%2f){2}|\\|%5c|(?:\.|%2e){2}|%[01][0-9a-f]|%7f/i;

/**
 * Whether a browser may be sent to this path after it has signed in: a page of the console, or GraphiQL. Others could
 * prepare a link to our sign-in that ends at a page of theirs, or at a query that the person did not write.
 */
export function isReturnPath(path: string): boolean {
  if (path === GRAPHIQL_PATH) return true;
  if (path.length > MAX_CHARACTERS || AMBIGUOUS.test(path) || !URL.canParse(path, ORIGIN))
    return false;
  const { href, pathname } = new URL(path, ORIGIN);
  const isAsWritten = href === `${ORIGIN}${path}`; // otherwise the browser would go somewhere else than we have checked
  return isAsWritten && (pathname === '/console' || pathname.startsWith('/console/'));
}

/** The path of the parameter `return` of a query; any other than {@link isReturnPath} allows is ignored. */
export function returnPathOf(query: string): string {
  if (query.length > MAX_QUERY_CHARACTERS) return DEFAULT_RETURN_PATH;
  const path = new URLSearchParams(query).get('return') ?? '';
  return isReturnPath(path) ? path : DEFAULT_RETURN_PATH;
}

/** The address of a sign-in page from which the browser goes on to this path. */
export const withReturnPath = (address: string, returnPath: string): string =>
  returnPath === DEFAULT_RETURN_PATH
    ? address
    : `${address}${address.includes('?') ? '&' : '?'}return=${encodeURIComponent(returnPath)}`;
