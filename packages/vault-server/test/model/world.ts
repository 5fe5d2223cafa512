// One account's record in a store, the processes of a realm that work on it, the clients and the attacker who ask, and
// everything that can happen between them. A state is small and plain; records, requests and results are kept once, by number.

import { equalBytes } from '@muniment/crypto';
import type { VaultAnchor, VaultRecord } from '@muniment/wire';
import { isNoted, judge } from '../../src/freshness.ts';
import type { SwapOutcome } from '../../src/record-store.ts';
import type {
  RealmOperation,
  RealmPolicy,
  RealmRequest,
  StepEnvironment,
  StepResult,
  Transition,
} from '../../src/step.ts';
import { checkWrite, type WriteCheck } from './properties.ts';
import {
  bytes,
  ke1Symbol,
  ke3Symbol,
  oprfKeySymbol,
  readKe2,
  recordText,
  type Sent,
  type Signers,
  SYMBOLIC_CRYPTO,
  send,
  sessionKeySymbol,
  text,
  Violation,
} from './symbols.ts';

/** What is checked: the production modules, or edited copies of them. */
export interface RealmCode {
  step(stored: VaultRecord | undefined, request: RealmRequest, environment: StepEnvironment): StepResult;
  age(stored: VaultRecord | undefined, nowMs: bigint): VaultRecord;
  erasesKeys(before: VaultRecord | undefined, after: VaultRecord): boolean;
  readonly TRANSITIONS: readonly Transition[];
  releaseAfter(result: StepResult, written: SwapOutcome): StepResult | 'again';
}

/** What a client wants, one thing after the other. */
export type Task =
  | { readonly do: 'login'; readonly password: string }
  | { readonly do: 'finish' }
  | { readonly do: 'stage'; readonly password: string; readonly owner: string; readonly anchor?: VaultAnchor }
  | { readonly do: 'commit' | 'delete'; readonly proof: boolean }
  | { readonly do: 'acknowledge' | 'abandon' | 'cancel' }
  | { readonly do: 'freeze'; readonly durationMs: bigint }
  | { readonly do: 'anchor'; readonly next: VaultAnchor; readonly expected?: VaultAnchor }
  | { readonly do: 'owner' | 'revert'; readonly owner: string };

export interface Client {
  readonly name: string;
  readonly owner?: string;
  readonly tasks: readonly Task[];
}

/** Someone with the account's token, a key pair, and the gateway in hand. */
export interface Attacker {
  /** The keys it signs with. */
  readonly keys: readonly string[];
  readonly passwords: readonly string[];
  /** The KE3s that it sends, which a guesser has no need to. */
  readonly finishes: 'none' | 'right' | 'all';
  readonly tasks: readonly Task[];
  /** Whether it does nothing in the last of the times, after which nothing runs out. */
  readonly restsAtEnd?: boolean;
  /** It stages no generation above this one. */
  readonly lastGeneration: bigint;
}

export interface Scenario {
  readonly name: string;
  readonly about: string;
  readonly policy: RealmPolicy;
  readonly times: readonly bigint[];
  /** Done one after the other before the first state. */
  readonly setUp: readonly Client[];
  readonly clients: readonly Client[];
  readonly attacker: Attacker;
  readonly faults: Faults;
  /** The attacker changes the record up to this version, where there would be no end to it. */
  readonly changes?: bigint;
  /** The client who must be able to finish from every state in which that is still possible. */
  readonly finisher?: string;
}

export interface Faults {
  /** Requests that a realm works on at the same time. */
  readonly flights: number;
  /** Writes of which the store says `unknown`. */
  readonly unknown: number;
  /** A replica that stays behind and answers reads. */
  readonly lag?: boolean;
  /** The record is once put back to an older revision. */
  readonly rollback?: boolean;
  readonly freshness?: boolean;
  /** Whether the limit of evaluations is measured instead of demanded. */
  readonly measures?: boolean;
  /** Where old revisions can come back they cannot be left out of a state: no more writes than this. */
  readonly revisions?: number;
  /** A store that compares the number of a revision alone, even where it has shown a write that it then lost. */
  readonly comparesNumbers?: boolean;
  /**
   * Whether other things can happen between a write and its answer. An answer that leaves later shows no more than one that leaves
   * at once and is received later, so that most scenarios need only the crash in its place.
   */
  readonly splitsAnswers?: boolean;
}

/** [request, stage, revision and record that the write expects, result] */
type Flight = readonly [request: number, stage: number, expected: number, over: number, result: number];
const READ = 0;
const WRITTEN = 1;
const NOTED = 2;
/** Answered although nobody knows whether it was written: no realm that follows the rules gets here. */
const UNSURE = 3;
/** [task, request that is under way, login request, KE2 of the login] */
type ClientState = readonly [task: number, request: number, login: number, ke2: number];
/** An evaluation that somebody may still have to account for. */
type Evaluation = readonly [evaluation: number, flags: number];
const IN_STRETCH = 1;
const UNACKNOWLEDGED = 2;
const RELEASED = 4;
/** Stands for evaluations that no request can bring out any more: only their number matters. */
const GONE = 0;

/** What is, at one moment. All numbers are those of tables. */
export interface State {
  readonly record: number;
  readonly revision: number;
  readonly now: number;
  readonly flights: readonly Flight[];
  /** A write of which nobody knows whether it happened: [record, revision that it makes, request, result]. */
  readonly limbo: readonly [record: number, revision: number, request: number, result: number] | 0;
  /** An older record: [record, revision], what a replica shows or a rollback brings back. */
  readonly kept: readonly [record: number, revision: number] | 0;
  readonly noted: readonly [record: number, revision: number];
  /** Faults that are left: unknown writes; 2 before a copy was kept, 1 while it can be used, 0 after. */
  readonly left: readonly [unknown: number, copy: number];
  readonly clients: readonly ClientState[];
  /** Requests of honest clients that were applied: who carried them can send them again. */
  readonly applied: readonly number[];
  readonly evaluations: readonly Evaluation[];
}

export interface Move {
  readonly state: State;
  readonly label: () => string;
  /** Whether it needs nobody but the clients and a realm and store that work. */
  readonly isHonest: boolean;
}

/** A result with its parts in tables; 0 for what it does not have. */
interface Stepped {
  readonly result: StepResult;
  readonly write: number;
  readonly ke2: number;
  /** When the step ran. */
  readonly now: number;
}

/** Gives equal things the same number, from 1. */
class Table<T> {
  readonly #numbers = new Map<string, number>();
  readonly items: T[] = [];

  number(key: string, make: () => T): number {
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.items.push(make());
    this.#numbers.set(key, this.items.length);
    return this.items.length;
  }

  find(key: string): number | undefined {
    return this.#numbers.get(key);
  }

  get(number: number): T {
    return this.items[number - 1];
  }
}

export class World {
  readonly scenario: Scenario;
  readonly #code: RealmCode;
  readonly #records = new Table<VaultRecord>();
  readonly #requests = new Table<Sent>();
  readonly #evaluations = new Table<string>();
  readonly #results = new Table<Stepped>();
  readonly #checks = new Map<string, WriteCheck>();
  /** Of each record, by number: the evaluations that it can still answer with. */
  readonly #answerable: (readonly number[])[] = [];
  /** What a record is at a time: its number. */
  readonly #aged = new Map<string, number>();
  readonly #attacks = new Map<string, readonly number[]>();
  /** Whether revisions are part of a state, because old ones can come back. */
  readonly #countsRevisions: boolean;
  /** The most evaluations of one stretch that were released. */
  mostReleased = 0;

  constructor(code: RealmCode, scenario: Scenario) {
    this.#code = code;
    this.scenario = scenario;
    const { lag, rollback, freshness } = scenario.faults;
    this.#countsRevisions = Boolean(lag || rollback || freshness);
  }

  first(): State {
    let state: State = this.#empty([]);
    for (const client of this.scenario.setUp) {
      const [from] = [this.#empty([client])];
      state = { ...from, record: state.record };
      while (state.clients[0][0] < client.tasks.length) state = this.#setUpStep(state, client);
      state = { ...state, evaluations: [] };
    }
    return { ...this.#empty(this.scenario.clients), record: state.record, noted: [state.record, 0] };
  }

  #empty(clients: readonly Client[]): State {
    return {
      record: 0,
      revision: 0,
      now: 0,
      flights: [],
      limbo: 0,
      kept: 0,
      noted: [0, 0],
      left: [this.scenario.faults.unknown, 2],
      clients: clients.map(() => [0, 0, 0, 0] as const),
      applied: [],
      evaluations: [],
    };
  }

  #setUpStep(state: State, client: Client): State {
    const composed = this.#compose(client, state.clients[0], state);
    if (composed === undefined || composed === 'done') throw new Error(`${client.name} cannot be set up`);
    const stepped = this.#results.get(this.#step(state.record, composed, state.now));
    if (stepped.result.outcome !== 'ok') throw new Error(`set-up: ${stepped.result.outcome}`);
    const [task, , login, ke2] = state.clients[0];
    const asked: ClientState = [task, composed, login, ke2];
    return { ...state, record: stepped.write, clients: [received(asked, stepped)] };
  }

  key(state: State): string {
    const { record, revision, now, flights, limbo, kept, noted, left, clients, applied, evaluations } = state;
    return JSON.stringify([
      record,
      revision,
      now,
      flights,
      limbo,
      kept,
      noted,
      left,
      clients,
      applied,
      evaluations,
    ]);
  }

  parse(key: string): State {
    const [record, revision, now, flights, limbo, kept, noted, left, clients, applied, evaluations] =
      JSON.parse(key);
    return { record, revision, now, flights, limbo, kept, noted, left, clients, applied, evaluations };
  }

  recordOf(state: State): VaultRecord {
    const stored = state.record === 0 ? undefined : this.#records.get(state.record);
    return this.#code.age(stored, this.scenario.times[state.now]);
  }

  /** Whether a client has done all it wanted. */
  hasFinished(state: State, name: string): boolean {
    const index = this.scenario.clients.findIndex((client) => client.name === name);
    return state.clients[index][0] === this.scenario.clients[index].tasks.length;
  }

  /** Whether nobody but the passing of attempts and deadlines keeps the password of `name` from opening the record. */
  canStillFinish(state: State, name: string): boolean {
    const index = this.scenario.clients.findIndex((client) => client.name === name);
    const { tasks } = this.scenario.clients[index];
    const record = this.recordOf(state);
    const [, , login] = state.clients[index];
    const isPending =
      login !== 0 &&
      record.logins.some(({ loginId }) => text(loginId) === text(this.#requests.get(login).request.digest));
    if (isPending) return true;
    const password = tasks.find((task) => task.do === 'login')?.password;
    return (
      record.phase === 'active' &&
      record.unacknowledged < this.scenario.policy.unacknowledgedLimit &&
      [record.active, record.previous].some(
        (keys) => keys !== undefined && text(keys.record) === `record of ${password}`,
      )
    );
  }

  /** Everything that can happen next. @throws Violation */
  moves(state: State): Move[] {
    const moves: Move[] = [];
    this.#clientsMove(state, moves);
    this.#deliveries(state, moves);
    for (let i = 0; i < state.flights.length; i++) this.#flightMoves(state, i, moves);
    this.#faults(state, moves);
    return moves;
  }

  // Clients

  #clientsMove(state: State, moves: Move[]): void {
    this.scenario.clients.forEach((client, index) => {
      const own = state.clients[index];
      if (own[0] >= client.tasks.length || own[1] !== 0) return;
      const composed = this.#compose(client, own, state);
      if (composed === undefined) return;
      const next: ClientState =
        composed === 'done' ? [own[0] + 1, 0, own[2], own[3]] : [own[0], composed, own[2], own[3]];
      moves.push({
        state: { ...state, clients: replaceAt(state.clients, index, next) },
        label: () =>
          composed === 'done'
            ? `${client.name} sees that it is done`
            : `${client.name} sends ${this.#requests.get(composed).name}`,
        isHonest: true,
      });
    });
  }

  /** The next request of a client, made against the status that it reads first. */
  #compose(
    client: Client,
    [taskIndex, , login, ke2]: ClientState,
    state: State,
  ): number | 'done' | undefined {
    const record = this.recordOf(state);
    const task = client.tasks[taskIndex];
    const password = (
      client.tasks.slice(0, taskIndex).findLast((each) => each.do === 'login') as
        | { password: string }
        | undefined
    )?.password;
    const loginId = login === 0 ? '' : text(this.#requests.get(login).request.digest);
    const ke3 = ke2 === 0 ? '' : ke3Symbol(this.#evaluations.get(ke2), password ?? '');
    const signers: Signers = { owner: client.owner };
    switch (task.do) {
      case 'login': {
        const keys = [record.active, record.previous].find(
          (each) => each !== undefined && text(each.record) === `record of ${task.password}`,
        );
        if (keys === undefined) return undefined;
        const ke1 = bytes(ke1Symbol(client.name, task.password, `v${record.version}`));
        return this.#request(client.name, {
          operation: 'login',
          body: { version: record.version, generation: keys.number, ke1 },
        });
      }
      case 'finish':
        return this.#request(client.name, {
          operation: 'finish',
          body: { loginId: bytes(loginId), ke3: bytes(ke3) },
        });
      case 'stage':
        if (record.phase !== 'none' && client.owner === undefined) return undefined;
        return this.#request(client.name, this.#stageContent(record, task), {
          ...signers,
          newOwner: task.owner,
        });
      case 'commit': {
        const staging = client.tasks[taskIndex - 1] as Task & { do: 'stage' };
        const own = `record of ${staging.password}`;
        if (record.active !== undefined && text(record.active.record) === own) return 'done';
        const generation = record.staged?.number;
        if (generation === undefined || text(record.staged!.record) !== own) return undefined;
        return this.#request(
          client.name,
          {
            operation: 'commit',
            body: {
              version: record.version,
              generation,
              loginId: bytes(task.proof ? loginId : ''),
            },
          },
          {
            ...signers,
            newOwner: staging.owner,
            session: task.proof ? sessionKeySymbol(ke3) : undefined,
          },
        );
      }
      case 'revert':
        if (record.previous === undefined) return undefined;
        return this.#request(
          client.name,
          {
            operation: 'revert',
            body: {
              version: record.version,
              generation: record.previous.number,
              loginId: bytes(loginId),
              owner: bytes(task.owner),
            },
          },
          { newOwner: task.owner, session: sessionKeySymbol(ke3) },
        );
      default: {
        if (task.do === 'anchor' && record.anchor !== undefined && sameAnchor(record.anchor, task.next))
          return 'done';
        const content = this.#content(record, task, loginId);
        return content === undefined
          ? undefined
          : this.#request(client.name, content, {
              ...signers,
              newOwner: task.do === 'owner' ? task.owner : undefined,
              session: task.do === 'delete' && task.proof ? sessionKeySymbol(ke3) : undefined,
            });
      }
    }
  }

  #stageContent(record: VaultRecord, task: Task & { do: 'stage' }): RealmOperation {
    const generation = record.lastGeneration + 1n;
    return {
      operation: 'stage',
      body: {
        version: record.version,
        generation,
        ksf: 'k',
        oprfKey: bytes(oprfKeySymbol(generation)),
        record: bytes(`record of ${task.password}`),
        releaseSecret: bytes(`release ${generation}`),
        owner: bytes(task.owner),
        anchor: task.anchor,
      },
    };
  }

  /** Operations that name nothing but a version, or what the task says. */
  #content(record: VaultRecord, task: Task, loginId: string): RealmOperation | undefined {
    const { version } = record;
    switch (task.do) {
      case 'acknowledge':
      case 'abandon':
      case 'cancel':
        return { operation: task.do, body: { version } };
      case 'freeze':
        return { operation: 'freeze', body: { version, durationMs: task.durationMs } };
      case 'anchor':
        return {
          operation: 'anchor',
          body: { version, expected: task.expected ?? record.anchor, next: task.next },
        };
      case 'owner':
        return { operation: 'owner', body: { version, owner: bytes(task.owner) } };
      case 'delete':
        return { operation: 'delete', body: { version, loginId: bytes(task.proof ? loginId : '') } };
      default:
        return undefined;
    }
  }

  #request(by: string, content: RealmOperation, signers: Signers = {}): number {
    const sent = send(by, content, signers);
    return this.#requests.number(sent.name, () => sent);
  }

  /** What the attacker can send now that it has not sent before, and its own requests that are still known. */
  #attackerRequests(at: State): readonly number[] {
    const { attacker } = this.scenario;
    const key = `${at.record},${at.now},${at.left[1]}`;
    const known = this.#attacks.get(key);
    if (known !== undefined) return known;
    const record = this.recordOf(at);
    const { version } = record;
    const own = (key: Uint8Array | undefined): string =>
      attacker.keys.find((each) => key !== undefined && each === text(key)) ?? attacker.keys[0];
    const signers: Signers = { owner: own(record.owner), newOwner: 'oX', session: 'no session' };
    const requests: number[] = [];
    if (attacker.restsAtEnd && at.now === this.scenario.times.length - 1) return requests;
    for (const keys of [record.active, record.previous, record.staged]) {
      for (const password of attacker.passwords) {
        if (keys === undefined) continue;
        // A version that comes back after a rollback is guessed at with another password.
        const ke1 = bytes(ke1Symbol('X', password, `v${version}${at.left[1] === 0 ? 'again' : ''}`));
        requests.push(
          this.#request('X', { operation: 'login', body: { version, generation: keys.number, ke1 } }),
        );
      }
    }
    for (const { loginId, ke2, state } of record.logins) {
      const name = `X: ${text(loginId)}`;
      const login = this.#requests.find(name);
      if (login === undefined) continue;
      requests.push(login);
      const [, password] = readKe2(text(ke2)).ke1.split(',');
      const ke3 = bytes(ke3Symbol(text(ke2), password));
      if (attacker.finishes === 'all' || (attacker.finishes === 'right' && equalBytes(state, ke3)))
        requests.push(this.#request('X', { operation: 'finish', body: { loginId, ke3 } }));
    }
    for (const task of attacker.tasks) {
      if (task.do === 'stage') {
        if (record.lastGeneration < attacker.lastGeneration)
          requests.push(
            this.#request('X', this.#stageContent(record, task), { ...signers, newOwner: task.owner }),
          );
      } else if (task.do === 'commit') {
        const generation = record.staged?.number;
        if (generation === undefined) continue;
        for (const named of [generation, generation - 1n]) {
          if (named < 1n) continue;
          requests.push(
            this.#request(
              'X',
              { operation: 'commit', body: { version, generation: named, loginId: bytes('') } },
              { ...signers, newOwner: own(record.staged?.owner) },
            ),
          );
        }
      } else if (task.do === 'revert') {
        const generation = record.previous?.number;
        const loginId = record.logins[0]?.loginId;
        if (generation === undefined || loginId === undefined) continue;
        requests.push(
          this.#request(
            'X',
            { operation: 'revert', body: { version, generation, loginId, owner: bytes('oX') } },
            signers,
          ),
        );
      } else {
        const content = this.#content(record, task, '');
        if (content !== undefined) requests.push(this.#request('X', content, signers));
      }
    }
    this.#attacks.set(key, requests);
    return requests;
  }

  // The realm: a request is read with the record, worked on, written, and answered, and anything can come in between.

  #deliveries(state: State, moves: Move[]): void {
    const { flights: most } = this.scenario.faults;
    const current = new Set(state.clients.map(([, request]) => request).filter((request) => request !== 0));
    for (const view of this.#views(state)) {
      const seen = this.#attackerRequests({ ...state, record: view.record });
      const carried = new Set([...current, ...state.applied, ...seen]);
      for (const request of carried) {
        const number = this.#step(view.record, request, state.now);
        const { result, write, ke2 } = this.#results.get(number);
        if (write === 0) {
          let next = this.#answered({ ...state, noted: view.noted }, request, number);
          if (ke2 !== 0) next = this.#releaseKe2(next, ke2, false);
          if (next !== state)
            moves.push({
              state: next,
              label: () => `${view.label}${this.#requests.get(request).name} -> ${result.outcome}`,
              isHonest: current.has(request) && view.isTrue,
            });
          continue;
        }
        if (view.isTrue && state.applied.includes(request)) this.#checkReplay(state, request, write);
        const flight: Flight = [request, READ, view.revision, view.record, number];
        if (write === view.record && !this.#countsRevisions && !this.scenario.faults.comparesNumbers) {
          this.#repeat(state, flight, current.has(request) && view.isTrue, moves);
          continue;
        }
        if (state.flights.length >= most || this.#isTooLong(request, write)) continue;
        moves.push({
          state: this.#normal({ ...state, noted: view.noted, flights: [...state.flights, flight] }),
          label: () => `${view.label}${this.#requests.get(request).name}: read, not yet written`,
          isHonest: current.has(request) && view.isTrue,
        });
      }
    }
  }

  #isTooLong(request: number, write: number): boolean {
    const { changes } = this.scenario;
    if (changes === undefined || this.#requests.get(request).by !== 'X') return false;
    return this.#records.get(write).version > changes;
  }

  /**
   * A repeated write changes nothing but the revision: flights that it overtakes meet a conflict, as if they had never read, and
   * its answer can leave at once, because leaving later shows no more. So it is one move.
   */
  #repeat(state: State, flight: Flight, isHonest: boolean, moves: Move[]): void {
    const [request, , expected, over, number] = flight;
    const reached = this.#reach(state, expected, over);
    if (reached === undefined) return;
    const { result, ke2 } = this.#results.get(number);
    const told = this.#code.releaseAfter(result, 'ok');
    if (told === 'again' || told.outcome !== result.outcome) throw new Violation('P7', 'no answer leaves');
    const released = ke2 === 0 ? reached : this.#releaseKe2(reached, ke2, true);
    const answered = this.#answered(released, request, number);
    for (const next of new Set([released, answered])) {
      const isLost = next !== answered;
      moves.push({
        state: this.#normal({
          ...next,
          flights: reached === state ? next.flights : next.flights.filter(([, stage]) => stage !== READ),
        }),
        label: () =>
          `${this.#requests.get(request).name}, again -> ${result.outcome}${isLost ? ', lost' : ''}`,
        isHonest: isHonest && !isLost,
      });
    }
  }

  /** What a read can show: the record; a write that nobody knows to be there; what a replica has. */
  #views(state: State): readonly {
    record: number;
    revision: number;
    noted: State['noted'];
    isTrue: boolean;
    label: string;
  }[] {
    const { lag, freshness } = this.scenario.faults;
    const all = [{ record: state.record, revision: state.revision, isTrue: true, label: '' }];
    const { limbo, kept } = state;
    if (limbo !== 0) all.push({ record: limbo[0], revision: limbo[1], isTrue: false, label: '(unsure) ' });
    if (lag && kept !== 0 && state.left[1] === 1)
      all.push({ record: kept[0], revision: kept[1], isTrue: false, label: '(old) ' });
    if (!freshness) return all.map((view) => ({ ...view, noted: state.noted }));
    return all.flatMap((view) => {
      const [record, revision] = state.noted;
      const verdict = judge(
        { revision: BigInt(revision), digest: bytes(String(record)) },
        BigInt(view.revision),
        bytes(String(view.record)),
      );
      if (verdict === 'current') return [{ ...view, noted: state.noted }];
      return verdict === 'ahead' ? [{ ...view, noted: [view.record, view.revision] as const }] : [];
    });
  }

  #flightMoves(state: State, index: number, moves: Move[]): void {
    const flight = state.flights[index];
    const [request, stage, expected, over, number] = flight;
    const { result, write } = this.#results.get(number);
    const { by, name } = this.#requests.get(request);
    const without = { ...state, flights: state.flights.filter((_, other) => other !== index) };
    const isHonest = by !== 'X' && state.clients.some((client) => client[1] === request);
    const staged = (next: number, made = 0): readonly Flight[] =>
      replaceAt(state.flights, index, [request, next, made, 0, number]);
    if (stage === READ) {
      const reached = this.#reach(state, expected, over);
      if (reached === undefined) {
        if (this.#code.releaseAfter(result, 'conflict') !== 'again')
          throw new Violation('P1', 'an answer leaves after a conflict');
        moves.push({ state: without, label: () => `${name}: conflict`, isHonest: true });
        return;
      }
      moves.push({ state: without, label: () => `crash before ${name} is written`, isHonest: true });
      if (this.#countsRevisions && reached.revision >= this.scenario.faults.revisions!) return;
      const { splitsAnswers, freshness } = this.scenario.faults;
      if (splitsAnswers || freshness) {
        const made = this.#countsRevisions ? expected + 1 : 0;
        const applied = this.#apply({ ...reached, flights: staged(WRITTEN, made) }, request, number);
        moves.push({ state: applied, label: () => `${name}: written`, isHonest });
      } else {
        const applied = this.#applyOnly({ ...reached, flights: without.flights }, request, number);
        this.#answerMoves(applied, flight, isHonest, moves);
      }
      if (state.left[0] > 0 && state.limbo === 0 && reached === state) {
        const told = this.#code.releaseAfter(result, 'unknown');
        const doubtful: State = {
          ...(told !== 'again' && told.outcome === 'ok' ? { ...state, flights: staged(UNSURE) } : without),
          limbo: [write, expected + 1, request, number],
          left: [state.left[0] - 1, state.left[1]],
        };
        moves.push({
          state: this.#normal(doubtful),
          label: () => `${name}: nobody knows whether it is written`,
          isHonest: false,
        });
      }
      return;
    }
    if (stage === WRITTEN && this.scenario.faults.freshness) {
      // Only forward; what is not covered by the note is told to nobody.
      const noted: State['noted'] = state.noted[1] < expected ? [write, expected] : state.noted;
      const note = { revision: BigInt(noted[1]), digest: bytes(String(noted[0])) };
      if (isNoted(note, BigInt(expected), bytes(String(write))))
        moves.push({
          state: this.#normal({ ...state, flights: staged(NOTED), noted }),
          label: () => `${name}: noted`,
          isHonest: true,
        });
    } else {
      this.#answerMoves(without, flight, true, moves);
      return;
    }
    moves.push({
      state: this.#normal(without),
      label: () => `crash before ${name} is answered`,
      isHonest: false,
    });
  }

  /** A written request is answered, and its client hears of it or not; or its process ends before. */
  #answerMoves(state: State, [request, stage, , , number]: Flight, isHonest: boolean, moves: Move[]): void {
    const isWritten = stage !== UNSURE;
    const { result, ke2 } = this.#results.get(number);
    const { name } = this.#requests.get(request);
    const told = this.#code.releaseAfter(result, 'ok');
    if (told === 'again' || told.outcome !== result.outcome) throw new Violation('P7', 'no answer leaves');
    const released = ke2 === 0 ? state : this.#releaseKe2(state, ke2, isWritten);
    const answered = this.#answered(released, request, number);
    const what = ke2 === 0 ? result.outcome : `${result.outcome}, ${this.#evaluations.get(ke2)}`;
    moves.push({ state: this.#normal(answered), label: () => `${name} -> ${what}`, isHonest });
    if (answered !== released && released !== state)
      moves.push({
        state: this.#normal(released),
        label: () => `${name} -> ${what}, lost on the way`,
        isHonest: false,
      });
    if (answered !== state)
      moves.push({
        state: this.#normal(state),
        label: () => `crash before ${name} is answered`,
        isHonest: false,
      });
  }

  /** The state in which the store has what a write expects, if it can be. */
  #reach(state: State, expected: number, over: number): State | undefined {
    const isSame = (revision: number, record: number): boolean =>
      expected === revision && (over === record || this.scenario.faults.comparesNumbers === true);
    if (isSame(state.revision, state.record)) return state;
    const { limbo } = state;
    return limbo !== 0 && isSame(limbo[1], limbo[0]) ? this.#land(state) : undefined;
  }

  #land(state: State): State | undefined {
    if (state.limbo === 0 || state.limbo[1] !== state.revision + 1) return undefined;
    const [, , request, number] = state.limbo;
    return this.#applyOnly({ ...state, limbo: 0 }, request, number);
  }

  #apply(state: State, request: number, result: number): State {
    return this.#normal(this.#applyOnly(state, request, result));
  }

  #applyOnly(state: State, request: number, result: number): State {
    const { write } = this.#results.get(result);
    const { counted, cleared, verified, acknowledged } = this.#check(state, request, result);
    let evaluations = state.evaluations;
    if (cleared) evaluations = withoutFlag(evaluations, IN_STRETCH);
    if (acknowledged) evaluations = withoutFlag(evaluations, UNACKNOWLEDGED);
    if (verified !== undefined) {
      const number = this.#evaluation(verified);
      evaluations = evaluations.filter(([each]) => each !== number);
    }
    if (counted !== undefined) {
      const number = this.#evaluation(counted);
      // It is there already if its count was rolled back.
      if (!evaluations.some(([each]) => each === number))
        evaluations = [...evaluations, [number, IN_STRETCH | UNACKNOWLEDGED]];
    }
    const { by } = this.#requests.get(request);
    const applied =
      by === 'X' || state.applied.includes(request)
        ? state.applied
        : [...state.applied, request].sort((a, b) => a - b);
    return { ...state, record: write, revision: state.revision + 1, evaluations, applied };
  }

  #check(state: State, request: number, result: number): WriteCheck {
    const { write, now } = this.#results.get(result);
    const key = `${state.record},${request},${result}`;
    let check = this.#checks.get(key);
    if (check === undefined) {
      check = checkWrite({
        before: state.record === 0 ? undefined : this.#records.get(state.record),
        after: this.#records.get(write),
        sent: this.#requests.get(request),
        nowMs: this.scenario.times[now],
        policy: this.scenario.policy,
        code: this.#code,
      });
      this.#checks.set(key, check);
    }
    return check;
  }

  /** P6. */
  #checkReplay(state: State, request: number, write: number): void {
    if (this.scenario.faults.rollback) return;
    if (this.#agedNumber(state) !== write)
      throw new Violation('P6', `a replay changes the record: ${this.#requests.get(request).name}`);
  }

  #evaluationsOf(record: number): readonly number[] {
    if (record === 0) return [];
    this.#answerable[record] ??= this.#records
      .get(record)
      .logins.map(({ ke2 }) => this.#evaluation(text(ke2)));
    return this.#answerable[record];
  }

  #agedNumber(state: State): number {
    const key = `${state.record},${state.now}`;
    let aged = this.#aged.get(key);
    if (aged === undefined) {
      const record = this.recordOf(state);
      aged = this.#records.number(recordText(record), () => record);
      this.#aged.set(key, aged);
    }
    return aged;
  }

  #evaluation(ke2: string): number {
    return this.#evaluations.number(ke2, () => ke2);
  }

  /** P1. */
  #releaseKe2(state: State, ke2: number, isWritten: boolean): State {
    const known = state.evaluations.find(([evaluation]) => evaluation === ke2);
    const isCounted = this.#evaluationsOf(state.record).includes(ke2);
    // Counted in an earlier stretch, and accounted for there.
    if (known === undefined && (isCounted || isWritten)) return state;
    const flags = (known?.[1] ?? IN_STRETCH | UNACKNOWLEDGED) | RELEASED;
    if (known?.[1] === flags) return state;
    const evaluations: Evaluation[] = [...state.evaluations.filter((each) => each !== known), [ke2, flags]];
    const { limit, unacknowledgedLimit } = this.scenario.policy;
    const counting = (flag: number): number =>
      evaluations.filter(([, each]) => (each & (flag | RELEASED)) === (flag | RELEASED)).length;
    const inStretch = counting(IN_STRETCH);
    this.mostReleased = Math.max(this.mostReleased, inStretch);
    const isGuarded = !this.scenario.faults.measures;
    if (isGuarded && inStretch > limit)
      throw new Violation('P1', `${inStretch} evaluations between two right logins`);
    if (isGuarded && counting(UNACKNOWLEDGED) > unacknowledgedLimit)
      throw new Violation('P1', `${counting(UNACKNOWLEDGED)} evaluations without acknowledgement`);
    return { ...state, evaluations };
  }

  /** The client whose request it is receives the answer. */
  #answered(state: State, request: number, number: number): State {
    const index = state.clients.findIndex((client) => client[1] === request);
    if (index < 0) return state;
    const stepped = this.#results.get(number);
    const next =
      stepped.result.outcome === 'ok'
        ? received(state.clients[index], stepped)
        : refused(this.scenario.clients[index], state.clients[index], stepped.result.outcome);
    return { ...state, clients: replaceAt(state.clients, index, next) };
  }

  #step(record: number, request: number, now: number): number {
    const key = `${record},${request},${now}`;
    const known = this.#results.find(key);
    if (known !== undefined) return known;
    const stored = record === 0 ? undefined : this.#records.get(record);
    const result = this.#code.step(stored, this.#requests.get(request).request, {
      nowMs: this.scenario.times[now],
      policy: this.scenario.policy,
      crypto: SYMBOLIC_CRYPTO,
    });
    const { write, ke2 } = result;
    return this.#results.number(key, () => ({
      result,
      write: write === undefined ? 0 : this.#records.number(recordText(write), () => write),
      ke2: ke2 === undefined ? 0 : this.#evaluation(text(ke2)),
      now,
    }));
  }

  // Faults and time

  #faults(state: State, moves: Move[]): void {
    const { scenario } = this;
    const { lag, rollback } = scenario.faults;
    if (state.now + 1 < scenario.times.length)
      moves.push({
        state: this.#normal({ ...state, now: state.now + 1 }),
        label: () => `time passes: ${(scenario.times[state.now + 1] - scenario.times[0]) / 60_000n} min`,
        isHonest: true,
      });
    const landed = this.#land(state);
    if (landed !== undefined)
      moves.push({
        state: this.#normal(landed),
        label: () =>
          `the doubtful write is there: ${this.#requests.get(state.limbo === 0 ? 0 : state.limbo[2]).name}`,
        isHonest: false,
      });
    if (state.limbo !== 0)
      moves.push({
        state: this.#normal({ ...state, limbo: 0 }),
        label: () => 'the doubtful write is lost',
        isHonest: true,
      });
    if (!(lag || rollback)) return;
    const [unknown, copy] = state.left;
    if (copy === 2)
      moves.push({
        state: { ...state, kept: [state.record, state.revision], left: [unknown, 1] },
        label: () => (lag ? 'a replica stops following' : 'a copy of the store is made'),
        isHonest: false,
      });
    if (copy === 1 && state.kept !== 0) {
      const [record, revision] = state.kept;
      moves.push({
        state: this.#normal({
          ...state,
          ...(rollback && { record, revision, limbo: 0 as const }),
          kept: 0,
          left: [unknown, 0],
        }),
        label: () => (lag ? 'the replica follows again' : 'the copy is put in the place of the store'),
        isHonest: lag === true,
      });
    }
  }

  /**
   * The one form of all states that behave alike.
   * - Where no old revision can come back, only their differences matter, and a write that expects another revision than there
   *   is, or can be, is a conflict: the realm reads again, which a new delivery of the same request covers.
   * - Requests that a realm works on have no order.
   * - An evaluation that is in no record, no doubtful write and no flight cannot leave again: only the number of those matters.
   */
  #normal(state: State): State {
    let { flights, limbo, revision } = state;
    if (!this.#countsRevisions) {
      if (limbo !== 0) limbo = limbo[1] === revision + 1 ? [limbo[0], 1, limbo[2], limbo[3]] : 0;
      flights = flights.flatMap((flight): Flight[] => {
        if (flight[1] !== READ) return [flight];
        const moved: Flight = [flight[0], READ, flight[2] - revision, flight[3], flight[4]];
        return this.#reach({ ...state, revision: 0, limbo }, moved[2], moved[3]) === undefined ? [] : [moved];
      });
      revision = 0;
    }
    if (flights.length > 1)
      flights = [...flights].sort(
        (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3] || a[4] - b[4],
      );
    return {
      ...state,
      revision,
      flights,
      limbo,
      evaluations: this.#normalEvaluations(state, flights, limbo),
    };
  }

  #normalEvaluations(state: State, flights: readonly Flight[], limbo: State['limbo']): readonly Evaluation[] {
    const { evaluations, record, kept } = state;
    if (evaluations.length === 0) return evaluations;
    const live = new Set<number>(flights.map((flight) => this.#results.get(flight[4]).ke2));
    for (const each of [record, limbo === 0 ? 0 : limbo[0], kept === 0 ? 0 : kept[0]]) {
      if (each === 0) continue;
      for (const evaluation of this.#evaluationsOf(each)) live.add(evaluation);
    }
    return evaluations
      .filter(([, flags]) => (flags & (IN_STRETCH | UNACKNOWLEDGED)) !== 0)
      .flatMap(([evaluation, flags]): Evaluation[] => {
        if (live.has(evaluation)) return [[evaluation, flags]];
        // After a rollback it could.
        if (this.#countsRevisions) return [[evaluation, flags]];
        return (flags & RELEASED) === 0 ? [] : [[GONE, flags]];
      })
      .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  }
}

/** A client after an `ok`. */
function received([task, request, login, ke2]: ClientState, stepped: Stepped): ClientState {
  return stepped.ke2 === 0 ? [task + 1, 0, login, ke2] : [task + 1, 0, request, stepped.ke2];
}

/** A client after any other outcome: it begins again with what the outcome says is gone, and with the newest version. */
function refused({ tasks }: Client, [task, , login, ke2]: ClientState, outcome: string): ClientState {
  if (outcome === 'no-login' || outcome === 'wrong')
    return [tasks.slice(0, task).findLastIndex((each) => each.do === 'login'), 0, 0, 0];
  if (outcome === 'other-generation' && tasks[task].do === 'commit') return [task - 1, 0, login, ke2];
  return [task, 0, login, ke2];
}

function replaceAt<T>(list: readonly T[], index: number, item: T): readonly T[] {
  return list.map((each, other) => (other === index ? item : each));
}

function withoutFlag(evaluations: readonly Evaluation[], flag: number): readonly Evaluation[] {
  return evaluations.map(([evaluation, flags]) => [evaluation, flags & ~flag] as const);
}

function sameAnchor(a: VaultAnchor, b: VaultAnchor): boolean {
  return a.sequence === b.sequence && text(a.snapshotId) === text(b.snapshotId);
}
