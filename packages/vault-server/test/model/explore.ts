// Breadth-first search over everything that can happen, to an empty frontier.

import { Violation } from './symbols.ts';
import { type RealmCode, type Scenario, World } from './world.ts';

export interface Explored {
  readonly states: number;
  readonly transitions: number;
  /** The most evaluations that were released between two right logins. */
  readonly mostReleased: number;
  readonly milliseconds: number;
}

/** The first violation, and the shortest way to it. */
export interface CounterExample {
  readonly property: string;
  readonly message: string;
  readonly trace: readonly string[];
  readonly states: number;
}

/** Pairs of numbers in a growing array of 32-bit integers. */
class Edges {
  #items = new Int32Array(1 << 16);
  length = 0;

  add(from: number, to: number): void {
    if (this.length + 2 > this.#items.length) {
      const grown = new Int32Array(this.#items.length * 2);
      grown.set(this.#items);
      this.#items = grown;
    }
    this.#items[this.length++] = from;
    this.#items[this.length++] = to;
  }

  /** Marks everything from which something marked can be reached. */
  spreadBack(marked: Uint8Array): void {
    const starts = new Int32Array(marked.length + 1);
    for (let i = 1; i < this.length; i += 2) starts[this.#items[i] + 1]++;
    for (let i = 0; i < marked.length; i++) starts[i + 1] += starts[i];
    const sources = new Int32Array(this.length / 2);
    const at = starts.slice();
    for (let i = 0; i < this.length; i += 2) sources[at[this.#items[i + 1]]++] = this.#items[i];
    const waiting: number[] = [];
    for (let i = 0; i < marked.length; i++) if (marked[i]) waiting.push(i);
    for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
      for (let i = starts[state]; i < starts[state + 1]; i++) {
        if (marked[sources[i]]) continue;
        marked[sources[i]] = 1;
        waiting.push(sources[i]);
      }
    }
  }
}

/** Every state of a scenario, or the first that breaks a property. */
export function explore(code: RealmCode, scenario: Scenario, most = 600_000): Explored | CounterExample {
  const started = performance.now();
  const world = new World(code, scenario);
  const keys: string[] = [];
  const numbers = new Map<string, number>();
  const parents: number[] = [];
  const honest = new Edges();
  const finished: number[] = [];
  const hopeful: number[] = [];
  let transitions = 0;
  const { finisher } = scenario;
  const reach = (key: string, parent: number): number => {
    let number = numbers.get(key);
    if (number === undefined) {
      number = keys.length;
      numbers.set(key, number);
      keys.push(key);
      parents.push(parent);
    }
    return number;
  };
  const found = (at: number, violation: Violation): CounterExample => ({
    property: violation.property,
    message: violation.message,
    trace: [...traceTo(world, keys, parents, at), `then: ${violation.message}`],
    states: keys.length,
  });
  reach(world.key(world.first()), -1);
  for (let at = 0; at < keys.length; at++) {
    if (keys.length > most) throw new RangeError(`${scenario.name} has more than ${most} states`);
    const state = world.parse(keys[at]);
    if (finisher !== undefined) {
      if (world.hasFinished(state, finisher)) finished.push(at);
      else if (world.canStillFinish(state, finisher)) hopeful.push(at);
    }
    try {
      for (const move of world.moves(state)) {
        transitions++;
        const next = reach(world.key(move.state), at);
        if (move.isHonest && finisher !== undefined && next !== at) honest.add(at, next);
      }
    } catch (error) {
      if (error instanceof Violation) return found(at, error);
      throw error;
    }
  }
  if (finisher !== undefined) {
    const marked = new Uint8Array(keys.length);
    for (const state of finished) marked[state] = 1;
    if (finished.length === 0) return found(0, new Violation('P7', `${finisher} never finishes`));
    honest.spreadBack(marked);
    const stuck = hopeful.find((state) => !marked[state]);
    if (stuck !== undefined) return found(stuck, new Violation('P7', `${finisher} cannot finish from here`));
  }
  return {
    states: keys.length,
    transitions,
    mostReleased: world.mostReleased,
    milliseconds: performance.now() - started,
  };
}

export const isCounterExample = (found: Explored | CounterExample): found is CounterExample =>
  'trace' in found;

function traceTo(world: World, keys: readonly string[], parents: readonly number[], at: number): string[] {
  const path: number[] = [];
  for (let state = at; state >= 0; state = parents[state]) path.unshift(state);
  return path.slice(1).map((state, index) => {
    const moves = world.moves(world.parse(keys[path[index]]));
    return moves.find((move) => world.key(move.state) === keys[state])!.label();
  });
}
