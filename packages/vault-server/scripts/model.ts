// Runs the model check and prints what it finds: node scripts/model.ts [SCENARIO].

import * as release from '../src/release.ts';
import * as step from '../src/step.ts';
import { explore } from '../test/model/explore.ts';
import { SCENARIOS } from '../test/model/scenarios.ts';

for (const scenario of SCENARIOS) {
  if (process.argv.length > 2 && !process.argv.includes(scenario.name)) continue;
  try {
    console.log(scenario.name, explore({ ...step, ...release }, scenario));
  } catch (error) {
    console.log(scenario.name, error);
  }
}
