// The provider behind the `node` condition.

export { nodeProvider as defaultProvider } from './providers/node.ts';
