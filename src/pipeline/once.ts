/** Reads when it is first called, and returns the same answer then on: for two fields that show parts of one read. */
export function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read();
    return reading;
  };
}
