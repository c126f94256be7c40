/** Why a text is not JSON. */
export interface JsonFault {
  /** In the words of the browser, in English. */
  readonly message: string;
  /** From 1; absent if the browser does not say where it is. */
  readonly line?: number;
  readonly column?: number;
}

/** Why a text is not JSON, and where; undefined if it is. */
export function jsonFault(text: string): JsonFault | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return faultOf((error as Error).message, text);
  }
}

/** Each browser says the place in its own way: by line and column, by an offset, or only that the text ends. */
function faultOf(message: string, text: string): JsonFault {
  const place = /line (\d+) column (\d+)/.exec(message);
  if (place) return { message, line: Number(place[1]), column: Number(place[2]) };
  const offset = /at position (\d+)/.exec(message)?.[1];
  const isEnd = /end of (JSON|data|input)|EOF/i.test(message);
  if (offset === undefined && !isEnd) return { message };
  const before = text.slice(0, offset === undefined ? text.length : Number(offset)).split('\n');
  return { message, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** JSON with indentation; the text itself if it is not JSON. */
export function formatJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** A document on one line as people read it; one that has lines as it was written. */
export const readable = (document: string): string =>
  document.includes('\n') ? document : formatJson(document);
