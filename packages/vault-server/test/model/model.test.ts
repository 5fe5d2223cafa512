// The model check of the realm: every scenario to an empty frontier, over the production code. The numbers are exact: a change of
// the step that changes them is to be looked at, and then noted here.

import { describe, expect, it } from 'vitest';
import * as release from '../../src/release.ts';
import * as step from '../../src/step.ts';
import { explore, isCounterExample } from './explore.ts';
import { CARELESS_STORE, SCENARIOS } from './scenarios.ts';

/** States, transitions, and the most evaluations that were released between two right logins. */
const EXPECTED: Readonly<Record<string, readonly [states: number, transitions: number, released: number]>> = {
  register: [2_806, 17_782, 1],
  recover: [15_116, 256_565, 3],
  'finish wrong': [26_589, 406_475, 3],
  acknowledge: [17_080, 250_970, 3],
  replace: [79_784, 1_339_775, 3],
  'replace in doubt': [11_156, 233_716, 3],
  replaced: [12_481, 255_160, 3],
  'replace with proof': [60_377, 1_170_082, 3],
  thief: [49_914, 351_681, 3],
  'thief replaces': [47_935, 323_963, 3],
  anchor: [1_813, 30_487, 0],
  delete: [7_214, 121_410, 3],
  destroyed: [46_372, 1_022_794, 3],
  abandon: [9_135, 49_954, 0],
  'abandon and recover': [51_862, 278_439, 3],
  waits: [90_990, 1_110_334, 3],
  deadlines: [99_381, 511_474, 3],
  'fail-over': [85_437, 1_249_442, 3],
  'fail-over, watched': [37_649, 441_516, 3],
  rollback: [9_405, 93_173, 6],
  'rollback, watched': [76_871, 793_443, 2],
};

const code = { ...step, ...release };
/** Of each scenario that was gone through: the most evaluations between two right logins. */
const most = new Map<string, number>();

describe('every interleaving', () => {
  for (const scenario of SCENARIOS) {
    it(`${scenario.name}: ${scenario.about}`, () => {
      const found = explore(code, scenario);
      if (isCounterExample(found)) throw new Error([found.message, ...found.trace].join('\n'));
      console.log(
        `${scenario.name}: ${found.states} states, ${found.transitions} transitions, ${found.mostReleased} evaluations`,
      );
      most.set(scenario.name, found.mostReleased);
      expect([found.states, found.transitions, found.mostReleased]).toEqual(EXPECTED[scenario.name]);
    });
  }

  it('has an entry for each scenario', () => {
    expect(Object.keys(EXPECTED)).toEqual(SCENARIOS.map(({ name }) => name));
  });
});

describe('a rollback of the store', () => {
  const limitOf = (name: string): number => SCENARIOS.find((each) => each.name === name)!.policy.limit;

  it('without a Freshness gives the attempts of one copy again', () => {
    expect(most.get('rollback')).toBe(2 * limitOf('rollback'));
  });

  it('with a Freshness gives none, though a write was under way', () => {
    expect(most.get('rollback, watched')).toBe(limitOf('rollback, watched'));
  });
});

describe('what a store must not do', () => {
  it('shows a write, loses it, and compares numbers alone: an attempt is overwritten', () => {
    const found = explore(code, CARELESS_STORE);
    expect(isCounterExample(found) && found.property).toBe('P11');
  });
});
