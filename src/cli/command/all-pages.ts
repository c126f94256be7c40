interface Page {
  readonly isTruncated: boolean;
  readonly marker: string;
}

/** Reads a list to its end. @param read a page after a marker */
export async function allPages<P extends Page, Item>(
  read: (page: { readonly maxItems: number; readonly marker: string | undefined }) => Promise<P>,
  itemsOf: (page: P) => readonly Item[],
): Promise<Item[]> {
  const items: Item[] = [];
  for (let marker: string | undefined; ; ) {
    const page = await read({ maxItems: 1_000, marker });
    items.push(...itemsOf(page));
    if (!page.isTruncated) return items;
    marker = page.marker;
  }
}
