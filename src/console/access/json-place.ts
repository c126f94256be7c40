/** Where a text stops being JSON, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Place in the message of a browser's JSON.parse: Firefox's form, and Chromium's. */
const PLACE = /line (\d+) column (\d+)/;
const POSITION = /position (\d+)/;

function placeAt(text: string, position: number): Place {
  const before = text.slice(0, position).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** @returns where a text stops being JSON; undefined if it is JSON */
export function jsonFault(text: string): Place | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = (error as Error).message;
    const place = PLACE.exec(message);
    if (place) return { line: Number(place[1]), column: Number(place[2]) };
    const position = POSITION.exec(message)?.[1];
    // Without a place the text ended too early, or the browser does not say where: its end is shown.
    return placeAt(text, position === undefined ? text.length : Number(position));
  }
}

/** JSON with indentation; the text itself if it is not JSON. */
export function formatJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
