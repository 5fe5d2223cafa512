// Realm descriptors as they are shown and as JSON.

import type { RealmDescriptor } from '@muniment/wire';
import { formatHex } from '@muniment/wire';
import { formatDuration, formatTable, formatTime } from './format.ts';
import type { JsonObject } from './output.ts';

/** What a descriptor says, a line each. */
export function descriptorLines(descriptor: RealmDescriptor, signedBy: readonly string[]): string[] {
  const { realmId, serial, operator, issuedMs, expiresMs, limit, waitsMs, unacknowledgedLimit } = descriptor;
  const { rollback, channelKeys, issuers } = descriptor;
  return formatTable('<<', [
    ['realm', formatHex(realmId)],
    ['operator', operator],
    ['serial', String(serial)],
    ['issued', formatTime(issuedMs)],
    ['expires', formatTime(expiresMs)],
    ['attempts', `${limit} in a row, ${unacknowledgedLimit} unacknowledged`],
    ['waits', waitsMs.map((ms) => (ms === 0 ? 'none' : formatDuration(ms))).join(', ')],
    ['rollback', rollback],
    ...channelKeys.map(({ keyId, notBeforeMs, notAfterMs }) => [
      `channel key ${keyId}`,
      `${formatTime(notBeforeMs)} to ${formatTime(notAfterMs)}`,
    ]),
    ...issuers.map(({ name, publicKey }) => ['issuer', `${name}  ${formatHex(publicKey)}`]),
    ...signedBy.map((signer) => ['signed by', signer]),
  ]);
}

/** The same as fields of a JSON line. */
export function descriptorJson(descriptor: RealmDescriptor, signedBy: readonly string[]): JsonObject {
  const { realmId, serial, operator, issuedMs, expiresMs, limit, waitsMs, unacknowledgedLimit } = descriptor;
  const { rollback, channelKeys, issuers } = descriptor;
  return {
    realmId: formatHex(realmId),
    operator,
    serial,
    issued: new Date(issuedMs).toISOString(),
    expires: new Date(expiresMs).toISOString(),
    limit,
    waitsMs: [...waitsMs],
    unacknowledgedLimit,
    rollback,
    channelKeys: channelKeys.map(({ keyId, notBeforeMs, notAfterMs }) => ({
      keyId,
      notBefore: new Date(notBeforeMs).toISOString(),
      notAfter: new Date(notAfterMs).toISOString(),
    })),
    issuers: issuers.map(({ name, publicKey }) => ({ name, publicKey: formatHex(publicKey) })),
    signedBy: [...signedBy],
  };
}
