import { ConflictError, updateRow } from '#store/commit/write-set.ts';
import { TABLES } from '#store/tables.ts';
import {
  type ClockState,
  lastSeenIn,
  readClockState,
  storeClockState,
  trustedState,
} from './clock-state.ts';
import type { ClockOptions, ClockWatch } from './clock-watch.ts';
import {
  HOLD_MILLISECONDS,
  type HoldReason,
  holdAdvice,
  holdReasonAtStart,
  MAX_STOP_MILLISECONDS,
} from './hold-reasons.ts';
import { Jumps, type Readings } from './jumps.ts';

/** How often the state is stored. Each time costs a durable commit. */
const SAVE_MILLISECONDS = 60_000;
/**
 * The most that counts as running time between two comparisons: while the machine sleeps, nothing can compare the
 * clocks.
 */
const MAX_COUNTED_MILLISECONDS = 300_000;

/**
 * The clock of a server on SQLite, which has no other clock to compare with. When the clock jumps, after a stop of more
 * than a day, and when the clock is behind the time at which a server last ran, jobs that cannot be undone are held until
 * the server has run for 24 hours (over all restarts), or until the operator has confirmed the clock. Requests still use
 * the clock.
 */
export class GuardedClock implements ClockWatch {
  readonly #options: ClockOptions;
  readonly #jumps: Jumps;
  #state: ClockState;
  #readings: Readings;
  #savedAt = Number.NEGATIVE_INFINITY;
  /** A hold began or ended, and the database does not have it yet. */
  #isUnsaved: boolean;
  #working: Promise<void> = Promise.resolve();

  /**
   * Reads the stored state and compares once.
   * @throws ServiceUnavailableError
   */
  static async open(options: ClockOptions): Promise<GuardedClock> {
    const { db } = options.store;
    const stored = await readClockState(db);
    const opened = new GuardedClock(options, stored, await lastSeenIn(db, stored));
    await opened.compare();
    return opened;
  }

  private constructor(
    options: ClockOptions,
    stored: ClockState | null,
    lastSeen: Date | undefined,
  ) {
    this.#options = options;
    this.#readings = this.#read();
    this.#jumps = new Jumps(this.#readings, options.maxSkewMilliseconds);
    this.#state = stored ?? trustedState(new Date(this.#readings.clock));
    this.#isUnsaved = stored === null;
    const stopped = lastSeen ? this.#readings.clock - lastSeen.getTime() : 0;
    const reason = holdReasonAtStart(stopped, options.maxSkewMilliseconds);
    if (reason) this.#hold(reason, stopped);
    else if (!this.isTrusted()) this.#warn({});
  }

  readonly now = (): Date => this.#options.clock();
  readonly isTrusted = (): boolean => this.#state.heldSince === null;
  readonly skewMilliseconds = (): undefined => undefined;
  readonly sweptTo = (): number => this.#state.sweptTo?.getTime() ?? Number.NEGATIVE_INFINITY;

  readonly compare = (): Promise<void> => this.#inOrder(() => this.#compare());

  readonly dueTime = async (): Promise<Date | undefined> => {
    await this.compare();
    return this.isTrusted() ? new Date(this.#readings.clock) : undefined;
  };

  /** Stored before the nonces are removed: if the clock is set back, their requests would be accepted again. */
  readonly beforeSweep = (before: Date): Promise<void> =>
    this.#inOrder(async () => {
      const { db } = this.#options.store;
      const newest = await db.nonce.findFirst({
        where: { expiresAt: { lt: before } },
        orderBy: { expiresAt: 'desc' },
      });
      if (!newest || newest.expiresAt.getTime() <= this.sweptTo()) return;
      this.#state = { ...this.#state, sweptTo: newest.expiresAt };
      await this.#save();
    });

  #inOrder(work: () => Promise<void>): Promise<void> {
    this.#working = this.#working.catch(() => {}).then(work);
    return this.#working;
  }

  #read(): Readings {
    return { clock: this.#options.clock().getTime(), monotonic: this.#options.monotonic() };
  }

  async #compare(): Promise<void> {
    const before = this.#readings;
    this.#readings = this.#read();
    const passed = this.#readings.monotonic - before.monotonic;
    this.#state = { ...this.#state, seenAt: new Date(this.#readings.clock) };
    const jump = this.#jumps.detect(this.#readings);
    if (jump !== 0) this.#hold('jump', jump);
    else if (passed > MAX_STOP_MILLISECONDS) this.#hold('stop', passed);
    else if (!this.isTrusted() && !this.#isUnsaved) await this.#wait(passed);
    if (this.#isUnsaved || this.#readings.monotonic - this.#savedAt >= SAVE_MILLISECONDS)
      await this.#save();
  }

  /** @param milliseconds the length of the jump or the stop, for the log */
  #hold(heldFor: HoldReason, milliseconds: number): void {
    this.#state = {
      ...this.#state,
      heldSince: new Date(this.#readings.clock),
      heldMilliseconds: 0,
      heldFor,
    };
    this.#isUnsaved = true;
    this.#warn({ seconds: Math.round(milliseconds / 1_000) });
  }

  /** Adds the running time, or ends the hold. */
  async #wait(passed: number): Promise<void> {
    const stored = await readClockState(this.#options.store.db);
    const isConfirmed = stored?.heldSince?.getTime() !== this.#state.heldSince?.getTime();
    const heldMilliseconds =
      this.#state.heldMilliseconds + Math.round(Math.min(passed, MAX_COUNTED_MILLISECONDS));
    if (!isConfirmed && heldMilliseconds < HOLD_MILLISECONDS) {
      this.#state = { ...this.#state, heldMilliseconds };
      return;
    }
    this.#state = trustedState(this.#state.seenAt);
    this.#isUnsaved = true;
    this.#options.log.info(
      { isConfirmed },
      'The clock is trusted again. Jobs that destroy keys, expire material and remove expired rows run.',
    );
  }

  async #save(): Promise<void> {
    const to = this.#state;
    try {
      await this.#options.store.commit([
        this.#isUnsaved
          ? storeClockState(to)
          : updateRow(TABLES.clockState, { id: to.id }, to, { heldSince: to.heldSince }),
      ]);
    } catch (error) {
      if (error instanceof ConflictError) return; // the operator has just ended the hold: the next comparison reads that
      throw error;
    }
    this.#savedAt = this.#readings.monotonic;
    this.#isUnsaved = false;
  }

  #warn(fields: object): void {
    const { heldFor } = this.#state;
    this.#options.log.warn(
      { reason: heldFor, ...fields },
      this.#options.advise(holdAdvice(heldFor as HoldReason)),
    );
  }
}
