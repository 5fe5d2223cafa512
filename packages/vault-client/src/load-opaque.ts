// OPAQUE, its groups and its tables are more code than the rest of this package. They are loaded with the first descriptor or
// password, so that a program which could talk to a vault, and mostly does not, starts without them.

import type { Suite } from '@muniment/opaque';

/** The OPAQUE package, its encoding of passwords, and the suite of vaults. */
export type Opaque = typeof import('@muniment/opaque') &
  typeof import('@muniment/opaque/password') & { readonly suite: Suite };

export async function loadOpaque(): Promise<Opaque> {
  const opaque = await import('@muniment/opaque');
  const password = await import('@muniment/opaque/password');
  // OPAQUE-001
  return { ...opaque, ...password, suite: opaque.ristretto255Sha512 };
}
