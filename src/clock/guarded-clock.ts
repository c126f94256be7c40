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
  adviceFor,
  HOLD_MILLISECONDS,
  type HoldReason,
  holdReasonAtStart,
  MAX_STOP_MILLISECONDS,
} from './hold-reasons.ts';
import { Jumps, type Readings } from './jumps.ts';

/** How old the stored state may be. Each time costs a durable commit. */
const SAVE_MILLISECONDS = 60_000;
/** Counted as running between two looks at most: while a machine sleeps, nobody can look at its clock. */
const MAX_COUNTED_MILLISECONDS = 300_000;

/**
 * The clock of a server on SQLite, which no other clock confirms. If it jumps, after a stop of more than a day, and if it
 * is behind the time at which a server ran last, jobs that cannot be undone are held until the server has run for 24
 * hours (counted over restarts) or the operator has confirmed the clock. Requests use the clock all the same.
 */
export class GuardedClock implements ClockWatch {
  readonly #options: ClockOptions;
  readonly #jumps: Jumps;
  #state: ClockState;
  #readings: Readings;
  #savedAt = Number.NEGATIVE_INFINITY;
  /** A hold began or ended, and the row does not have it yet. */
  #isUnsaved: boolean;
  #working: Promise<void> = Promise.resolve();

  /** @throws ServiceUnavailableError */
  static async open(options: ClockOptions): Promise<GuardedClock> {
    const { db } = options.store;
    const stored = await readClockState(db);
    const opened = new GuardedClock(options, stored, await lastSeenIn(db, stored));
    await opened.look();
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
  readonly sweptTo = (): number => this.#state.sweptTo?.getTime() ?? Number.NEGATIVE_INFINITY;

  readonly look = (): Promise<void> => this.#oneByOne(() => this.#look());

  readonly dueTime = async (): Promise<Date | undefined> => {
    await this.look();
    return this.isTrusted() ? new Date(this.#readings.clock) : undefined;
  };

  /** Durable before the nonces are removed: if the clock is put back, their requests are in time again. */
  readonly beforeSweep = (before: Date): Promise<void> =>
    this.#oneByOne(async () => {
      const { db } = this.#options.store;
      const newest = await db.nonce.findFirst({
        where: { expiresAt: { lt: before } },
        orderBy: { expiresAt: 'desc' },
      });
      if (!newest || newest.expiresAt.getTime() <= this.sweptTo()) return;
      this.#state = { ...this.#state, sweptTo: newest.expiresAt };
      await this.#save();
    });

  #oneByOne(work: () => Promise<void>): Promise<void> {
    this.#working = this.#working.catch(() => {}).then(work);
    return this.#working;
  }

  #read(): Readings {
    return { clock: this.#options.clock().getTime(), monotonic: this.#options.monotonic() };
  }

  async #look(): Promise<void> {
    const before = this.#readings;
    this.#readings = this.#read();
    const passed = this.#readings.monotonic - before.monotonic;
    this.#state = { ...this.#state, seenAt: new Date(this.#readings.clock) };
    const jump = this.#jumps.look(this.#readings);
    if (jump !== 0) this.#hold('jump', jump);
    else if (passed > MAX_STOP_MILLISECONDS) this.#hold('stop', passed);
    else if (!this.isTrusted() && !this.#isUnsaved) await this.#wait(passed);
    if (this.#isUnsaved || this.#readings.monotonic - this.#savedAt >= SAVE_MILLISECONDS)
      await this.#save();
  }

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

  /** Counts the time that has passed, or ends the hold. */
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
      'The clock is trusted again. Jobs that destroy, expire and sweep run.',
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
      if (error instanceof ConflictError) return; // the operator has just ended the hold: the next look reads it
      throw error;
    }
    this.#savedAt = this.#readings.monotonic;
    this.#isUnsaved = false;
  }

  #warn(fields: object): void {
    const { heldFor } = this.#state;
    this.#options.log.warn(
      { reason: heldFor, ...fields },
      this.#options.advise(adviceFor(heldFor as HoldReason)),
    );
  }
}
