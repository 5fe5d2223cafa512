export { count, isFull } from './counts.ts';
export { overriding } from './overriding.ts';
export { type SeededRandom, seededRandom } from './random.ts';
export { type ReadmeExample, runReadme } from './readme.ts';
export {
  type ContentPiece,
  contentOf,
  expectedOutcome,
  fromHex,
  loadVectors,
  outcomeOf,
  readVectorFile,
  type TestVector,
  toHex,
  type VectorSuite,
} from './vectors.ts';
