// The few calls an app makes: create an archive, back up folders, list, restore, and look after both.

export * from './pending.ts';
export * from './types.ts';
