// The model check finds what it is for: with a rule of the vault switched off it prints the shortest way to break a property.

import { afterAll, describe, expect, it } from 'vitest';
import { countOf, EDITS, loadEdited, removeEdited } from './edits.ts';
import { explore, isCounterExample } from './explore.ts';
import { SCENARIOS } from './scenarios.ts';

describe('with a rule switched off', () => {
  afterAll(removeEdited);
  EDITS.forEach((edit, number) => {
    it(edit.rule, async () => {
      expect(await countOf(edit)).toBe(1);
      const scenario = SCENARIOS.find(({ name }) => name === edit.scenario)!;
      const found = explore(await loadEdited(edit, number), scenario);
      if (!isCounterExample(found)) throw new Error(`nothing found in ${found.states} states`);
      console.log([`rule ${edit.rule}`, ...found.trace].join('\n  '));
      expect(found.property, found.message).toBe(edit.property);
    });
  });
});
