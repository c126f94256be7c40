const MAX_VALUES = 100;

/** Limits label values that strangers choose, so that nobody can add time series without end. */
export class BoundedLabels {
  readonly #values = new Map<string, Set<string>>();

  /**
   * @returns the value, if it is among the first hundred of its kind; `other` for all that come
   * later
   */
  limit(kind: string, value: string): string {
    const values = this.#values.get(kind) ?? new Set();
    this.#values.set(kind, values);
    if (!values.has(value) && values.size >= MAX_VALUES) return 'other';
    values.add(value);
    return value;
  }
}
