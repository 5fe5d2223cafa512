// The provider behind the `node` condition.

export { ed25519Provider } from './providers/ed25519-node.ts';
export { nodeProvider as defaultProvider } from './providers/node.ts';
export { loadSha3 } from './providers/sha3-node.ts';
