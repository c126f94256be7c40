import { z } from 'zod';
import { readMarker, toMarker } from './ram-fields.ts';

/** Greatest `MaxItems`. */
export const MAX_ITEMS = 1_000;

/** How RAM's lists say that there are more: `Marker` continues the list, and is empty at its end. */
export const markedPage = { isTruncated: z.boolean(), marker: z.string() };

/** Reads a page of a list that is sorted by name. @throws InvalidParameterError for another marker */
export async function marked<Row extends { readonly name: string }>(
  input: { readonly marker?: string | undefined; readonly maxItems: number },
  read: (part: { readonly after: string | undefined; readonly take: number }) => Promise<Row[]>,
) {
  const { maxItems } = input;
  const found = await read({ after: readMarker(input.marker), take: maxItems + 1 });
  const rows = found.slice(0, maxItems);
  const last = rows.at(-1);
  const isTruncated = found.length > maxItems;
  return { rows, isTruncated, marker: isTruncated && last ? toMarker(last.name) : '' };
}
