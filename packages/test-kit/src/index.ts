export { count, isFull } from './counts.ts';
export { type SeededRandom, seededRandom } from './random.ts';
