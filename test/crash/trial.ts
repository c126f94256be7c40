import { randomInt } from 'node:crypto';
import { expect } from 'vitest';
import { credential } from './ask.ts';
import { Caller, type Service } from './caller.ts';
import { Chance } from './chance.ts';
import { checkAll, checkRound } from './check.ts';
import type { Read } from './database-check.ts';
import { Ledger } from './ledger.ts';
import { load, type Strike } from './load.ts';

export const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 3);
const SEED = Number(process.env.CRASH_SEED ?? randomInt(2 ** 31));
/** A ceiling for a hang, not an expectation. */
export const TRIAL_TIMEOUT_MILLISECONDS = 60_000 + ROUNDS * 30_000;

export const SETTINGS = {
  KEYWRIGHT_ACCESS_KEY_ID: credential.id,
  KEYWRIGHT_ACCESS_KEY_SECRET: credential.secret,
  KEYWRIGHT_LOG_LEVEL: 'silent',
} as const;

const CALLERS = 8;
const MIN_EVENTS = 40;
const MAX_EVENTS = 360;
/** At once, within a request (about a millisecond), or within a few. */
const MAX_TURNS = [0, 500, 3_000] as const;

/** Callers, what they were promised, and the servers that they ask: one way of crashing, many times. */
export class Trial {
  readonly chance = new Chance(SEED);
  readonly ledger = new Ledger();
  readonly service: Service = { urls: [], happened: () => {} };
  readonly #title: string;
  readonly #read: Read;
  readonly #callers: readonly Caller[];
  readonly #served: number[] = [];

  constructor(title: string, read: Read) {
    this.#title = title;
    this.#read = read;
    this.#callers = Array.from(
      { length: CALLERS },
      (_, index) => new Caller(`caller-${index}`, this.chance.fork(), this.ledger, this.service),
    );
  }

  /** A round of load, with a kill at some moment of it. */
  async strike(strike: Omit<Strike, 'moment'>): Promise<void> {
    this.ledger.round += 1;
    const moment = {
      events: this.chance.between(MIN_EVENTS, MAX_EVENTS),
      turns: this.chance.between(0, this.chance.pick(MAX_TURNS) ?? 0),
    };
    this.#served.push(await load(this.service, this.#callers, { moment, ...strike }));
  }

  /** After it, once the servers are up. */
  check(): Promise<void> {
    return checkRound(this.ledger, this.#callers, this.#read);
  }

  checkAll(): Promise<void> {
    return checkAll(this.ledger, this.#callers, this.#read);
  }

  /** To be printed however it ended: the seed is what repeats it. */
  readonly print = (): void => {
    const { acknowledged, undone, losses } = this.ledger;
    const figures = `${acknowledged.size} acknowledged, ${undone.size} refused as unavailable, ${losses.size} lost`;
    console.log(`crash, ${this.#title}: ${this.#served.length} rounds, seed ${SEED}, ${figures}`);
  };

  expectNoLoss(): void {
    expect([...this.ledger.losses].slice(0, 20)).toEqual([]);
    expect(this.#served).toHaveLength(ROUNDS);
    expect(Math.min(...this.#served)).toBeGreaterThan(0);
    expect(this.ledger.acknowledged.size).toBeGreaterThan((ROUNDS * MIN_EVENTS) / 2); // two events to a call
  }
}
