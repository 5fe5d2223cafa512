// A vault with time, chance and stretching as parameters. For tests and measurements: a stretching that costs nothing makes
// every password cheap to guess for whoever gets the realm's keys.

export { openVaultWith, type VaultEnvironment } from './vault.ts';
