/** The bounds of a queue. */
export interface QueueLimits {
  /** Most items of one principal. */
  readonly perPrincipal: number;
  /** Most items of all principals, except that a principal with no item yet can still add its first. */
  readonly total: number;
  /** Most principals with items. */
  readonly principals: number;
}

/**
 * A queue per principal, taken in turn (round robin). An item waits for the earlier items of its own principal and, for
 * each of these and itself, for one item of each other principal at most. A principal without items takes no memory.
 */
export class FairQueue<Item> {
  readonly #limits: QueueLimits;
  /** In the order of turns. No queue is empty. */
  readonly #queues = new Map<string, Item[]>();
  #size = 0;
  /** The principal that had the last turn; undefined when the queue was empty since. */
  #last: string | undefined;

  constructor(limits: QueueLimits) {
    this.#limits = limits;
  }

  /** The number of items that wait. */
  get size(): number {
    return this.#size;
  }

  /** @returns whether there was room; if not, the item is not in the queue */
  add(principal: string, item: Item): boolean {
    const queue = this.#queues.get(principal);
    const { perPrincipal, total, principals } = this.#limits;
    // A first item needs no room in the total: principals that fill it together must not refuse everyone else.
    const hasRoom = queue
      ? queue.length < perPrincipal && this.#size < total
      : this.#queues.size < principals;
    if (!hasRoom) return false;
    if (queue) queue.push(item);
    else this.#queues.set(principal, [item]);
    this.#size += 1;
    return true;
  }

  /**
   * Removes the next item.
   * @returns undefined when there is none
   */
  take(): Item | undefined {
    const [first, second] = this.#queues.keys();
    // The first in line can be the principal that had the last turn, if it asked again before the others came.
    const principal = first === this.#last ? (second ?? first) : first;
    this.#last = principal;
    const queue = principal !== undefined && this.#queues.get(principal);
    if (!queue) return undefined;
    const item = queue.shift();
    this.#queues.delete(principal);
    if (queue.length > 0) this.#queues.set(principal, queue);
    this.#size -= 1;
    return item;
  }

  /** Removes all items, in the order of the queues. */
  takeAll(): Item[] {
    const items = [...this.#queues.values()].flat();
    this.#queues.clear();
    this.#size = 0;
    return items;
  }

  /** Removes an item, if it is still in the queue. The principal's other items keep their turn. */
  remove(principal: string, item: Item): void {
    const queue = this.#queues.get(principal);
    const index = queue?.indexOf(item) ?? -1;
    if (!queue || index < 0) return;
    queue.splice(index, 1);
    if (queue.length === 0) this.#queues.delete(principal);
    this.#size -= 1;
  }
}
