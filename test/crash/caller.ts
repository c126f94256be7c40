import { SURFACES, type Surface } from '../support/caller.ts';
import { type Answer, type Asked, ask, DONE, type Input } from './ask.ts';
import type { Chance } from './chance.ts';
import type { Creation, KnownKey, Ledger } from './ledger.ts';

/** Where the servers are now, and what is to know of every request and answer. */
export interface Service {
  urls: readonly string[];
  happened: () => void;
}

/** One of those who use the service at the same time. Keys are one caller's each, so their states follow one another. */
export class Caller {
  readonly name: string;
  readonly chance: Chance;
  readonly ledger: Ledger;
  readonly keys: KnownKey[] = [];
  /** The names of users that it made. */
  readonly users: string[] = [];
  /** Keys asked for under a token, without an answer so far: to be asked for again. */
  readonly unanswered: Creation[] = [];
  /** How often a server has done what this caller asked for. */
  served = 0;
  readonly #service: Service;
  #labels = 0;

  constructor(name: string, chance: Chance, ledger: Ledger, service: Service) {
    this.name = name;
    this.chance = chance;
    this.ledger = ledger;
    this.#service = service;
  }

  label(): string {
    this.#labels += 1;
    return `${this.name}-${this.#labels}`;
  }

  /** A key of its own whose state is known: one that is not is left alone until the check after the crash. */
  pickKey(suits: (key: KnownKey) => boolean = () => true): KnownKey | undefined {
    return this.chance.pick(this.keys.filter((key) => key.states.length === 1 && suits(key)));
  }

  /** Asks one of the servers, and notes the answer. @param right the codes that may come, were there no crash */
  async ask(
    asked: Asked,
    input: Input,
    right: readonly string[] = [DONE],
    by?: Surface,
  ): Promise<Answer & { surface: Surface }> {
    const surface = by ?? this.chance.pick(SURFACES) ?? 'rpc';
    const asking = ask(this.chance.pick(this.#service.urls) ?? '', surface, asked, input);
    this.#service.happened();
    const answer = await asking;
    this.ledger.note(asked, answer, right, input.keyId);
    if (answer.code === DONE) this.served += 1;
    this.#service.happened();
    return { ...answer, surface };
  }
}
