// Many guessers at one account at once, who keep no rule: they name versions that are not there yet, send the same bytes through
// several gateways, and draw a new guess after every answer. What they got out of the vault is counted here.

import type { SeededRandom } from '@muniment/test-kit';
import { formatHex, type VaultOutcome, type VaultResponse } from '@muniment/wire';
import {
  type Account,
  type Dealt,
  exchange,
  type Guess,
  isEvaluation,
  loginAsk,
  newGuess,
  tokenFor,
} from './vault-client-by-hand.ts';
import { GatewayRefusal, type VaultServer } from './vault-servers.ts';

/** A clock that all servers of a vault share. It moves only when everybody who guesses waits for it, and only as far as that. */
export class SiegeClock {
  nowMs: number;
  readonly #servers: () => readonly VaultServer[];
  #guessers = 0;
  #moved = Promise.withResolvers<void>();
  #waiting: { readonly untilMs: number; readonly wake: () => void }[] = [];

  constructor(nowMs: number, servers: () => readonly VaultServer[]) {
    this.nowMs = nowMs;
    this.#servers = servers;
  }

  join(): void {
    this.#guessers++;
  }

  leave(): void {
    this.#guessers--;
    void this.#move();
  }

  /** Resolves when it moves the next time: then everybody guesses at once, and one of them is answered. */
  get moved(): Promise<void> {
    return this.#moved.promise;
  }

  async until(untilMs: number): Promise<void> {
    if (untilMs <= this.nowMs) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ untilMs, wake: resolve });
    void this.#move();
    await promise;
  }

  async #move(): Promise<void> {
    if (this.#waiting.length === 0 || this.#waiting.length < this.#guessers) return;
    const nowMs = Math.min(...this.#waiting.map(({ untilMs }) => untilMs));
    this.nowMs = nowMs;
    const awake = this.#waiting.filter(({ untilMs }) => untilMs <= nowMs);
    this.#waiting = this.#waiting.filter(({ untilMs }) => untilMs > nowMs);
    // One that is killed meanwhile gets the time when it is started again.
    await Promise.allSettled(this.#servers().map((server) => server.setClock(nowMs)));
    for (const { wake } of awake) wake();
    this.#moved.resolve();
    this.#moved = Promise.withResolvers();
  }
}

/** What besieges one account. */
export interface SiegeOptions {
  readonly account: Account;
  readonly dealt: Dealt;
  /** Those that are alive. */
  readonly servers: () => readonly VaultServer[];
  readonly clock: SiegeClock;
  readonly random: SeededRandom;
}

export class Siege {
  /** The distinct KE2 that the guessers got, in hexadecimal, each checked to test the password it is for. */
  readonly evaluations = new Set<string>();
  /** How often each outcome came, and each way to fail. */
  readonly outcomes = new Map<VaultOutcome | 'no answer' | 'refused', number>();
  /** How many passwords were tried. */
  guessCount = 0;
  readonly #options: SiegeOptions;
  readonly #inFlight = new Map<VaultServer, number>();
  #version = 2n;
  #token: { readonly nowMs: number; readonly token: string } | undefined;

  constructor(options: SiegeOptions) {
    this.#options = options;
  }

  /** Lets so many guessers try until the vault has destroyed the key, or with a frozen clock until each has to wait. */
  async run(
    guesserCount: number,
    { isClockFrozen = false }: { readonly isClockFrozen?: boolean } = {},
  ): Promise<void> {
    const { clock } = this.#options;
    for (let i = 0; i < guesserCount; i++) clock.join();
    await Promise.all(
      Array.from({ length: guesserCount }, () => this.#guess(isClockFrozen).finally(() => clock.leave())),
    );
  }

  /** How many requests a server has got and not answered. */
  inFlight(server: VaultServer): number {
    return this.#inFlight.get(server) ?? 0;
  }

  async #guess(isClockFrozen: boolean): Promise<void> {
    const { random, clock } = this.#options;
    let guess = this.#draw();
    // To be named again, where the same bytes are to be sent again.
    let kept: bigint | undefined;
    for (;;) {
      // Some name the version that comes next, so as to be there first.
      const version: bigint = kept ?? this.#version + (random.below(8) === 0 ? 1n : 0n);
      kept = undefined;
      // Some send the same twice, which must count once.
      const copies = random.below(8) === 0 ? 2 : 1;
      const asked = guess;
      const answers = await Promise.all(Array.from({ length: copies }, () => this.#ask(asked, version)));
      for (const answer of answers) {
        const outcome = typeof answer === 'string' ? answer : answer.outcome;
        this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
        if (typeof answer === 'string') continue;
        this.#note(asked, answer);
      }
      const told = mostTelling(answers);
      switch (told?.outcome) {
        case 'destroyed':
          return;
        case 'wait':
          if (isClockFrozen) return;
          await clock.until(Number(told.status!.notBeforeMs));
          break;
        case 'ok':
          guess = this.#draw();
          break;
        case 'uncertain':
          // It may be counted, and whoever sends it again is told.
          kept = version;
          break;
        case undefined:
          // Nobody knows what became of it: some send it again, others try another password at once.
          if (random.below(2) === 0) guess = this.#draw();
          else kept = version;
          await new Promise((resolve) => setTimeout(resolve, 5 + random.below(20)));
          break;
        case 'conflict':
        // The token is for another time than the server's.
        case 'denied':
          break;
        default:
          throw new Error(`a guess came to ${told?.outcome}`);
      }
    }
  }

  #draw(): Guess {
    this.guessCount++;
    return newGuess(this.#options.account, `guess number ${this.guessCount}`);
  }

  async #ask(guess: Guess, version: bigint): Promise<VaultResponse | 'no answer' | 'refused'> {
    const { account, servers, random } = this.#options;
    const alive = servers();
    if (alive.length === 0) return 'no answer';
    const server = random.pick(alive);
    const send = async (request: Uint8Array): Promise<Uint8Array> => {
      this.#inFlight.set(server, this.inFlight(server) + 1);
      try {
        return await server.send(request);
      } finally {
        this.#inFlight.set(server, this.inFlight(server) - 1);
      }
    };
    try {
      return await exchange(account, loginAsk(guess, 1n, version), { send, token: this.#tokenNow() });
    } catch (error) {
      if (error instanceof GatewayRefusal) return 'refused';
      // What fetch says of a server that was killed.
      if (error instanceof TypeError && error.message === 'fetch failed') return 'no answer';
      if (error instanceof TypeError && error.message === 'terminated') return 'no answer';
      throw error;
    }
  }

  #tokenNow(): string {
    const { account, clock } = this.#options;
    const { nowMs } = clock;
    if (this.#token?.nowMs !== nowMs) this.#token = { nowMs, token: tokenFor(account, nowMs) };
    return this.#token.token;
  }

  #note(guess: Guess, { outcome, ke2, status, releaseSecret }: VaultResponse): void {
    if (status !== undefined && status.version > this.#version) this.#version = status.version;
    if ((outcome === 'ok') !== ke2.length > 0)
      throw new Error(`${outcome} came with ${ke2.length} bytes of KE2`);
    if (releaseSecret.length > 0) throw new Error('a login was answered with a release secret');
    if (outcome !== 'ok') return;
    if (!isEvaluation(guess, ke2, this.#options.dealt.oprfKey)) throw new Error('KE2 answers no guess');
    this.evaluations.add(formatHex(ke2));
  }
}

/** Of the answers to the same bytes the one that says most of what became of them; none if there was none. */
function mostTelling(answers: readonly (VaultResponse | string)[]): VaultResponse | undefined {
  const responses = answers.filter((answer) => typeof answer !== 'string');
  const first = (outcome: VaultOutcome): VaultResponse | undefined =>
    responses.find((response) => response.outcome === outcome);
  return first('ok') ?? first('uncertain') ?? responses[0];
}
