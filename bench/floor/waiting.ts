/**
 * Gathers what waits while a write runs, and writes all of it together.
 * @param write an empty promise for a database that writes at once
 * @returns adds an item
 */
export function writeTogether<T>(
  write: (items: readonly T[]) => Promise<void> | void,
): (item: T) => void {
  let waiting: T[] = [];
  let isWriting = false;
  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const items = waiting;
      waiting = [];
      await write(items);
    }
    isWriting = false;
  }
  return (item) => {
    waiting.push(item);
    if (isWriting) return;
    isWriting = true;
    setImmediate(writeAll); // requests that arrived together are written together
  };
}
