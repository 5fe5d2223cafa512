// A vault with time, chance and stretching as parameters, and two of its checks alone. For tests, vectors and measurements: a
// stretching that costs nothing makes every password cheap to guess for whoever gets the realm's keys.

export { assertAnswer } from './answers.ts';
export { channelKeyAt } from './descriptor.ts';
export { openVaultWith, type VaultEnvironment } from './vault.ts';
