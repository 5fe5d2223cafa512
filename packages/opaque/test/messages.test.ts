// Decoding checks every element and key by itself, before anything is computed (OPAQUE-015).

import { describe, expect, test } from 'vitest';
import {
  assertRegistrationRequest,
  decodeKe1,
  decodeKe2,
  decodeRegistrationRecord,
  decodeRegistrationResponse,
} from '../src/messages.ts';
import { respondToRegistration } from '../src/server.ts';
import type { Suite } from '../src/suite.ts';
import { NAMED_SUITES } from './implementations.ts';
import { setting } from './setting.ts';

const code = (name: string) => expect.objectContaining({ code: name });
const zeroed = (bytes: Uint8Array, from: number, length: number): Uint8Array =>
  new Uint8Array(bytes).fill(0, from, from + length);

describe.each(NAMED_SUITES)('$name', ({ suite }) => {
  const element = suite.group.elementBytes;
  const key = suite.keyExchange.publicKeyBytes;

  async function messages() {
    const at = await setting(suite);
    const { ke1 } = at.startLogin();
    const { ke2 } = at.startServerLogin(ke1);
    const request = ke1.slice(0, element);
    const respond = (changed: object) =>
      respondToRegistration({
        suite,
        oprfKey: at.user.oprfKey,
        serverPublicKey: at.server.publicKey,
        request,
        ...changed,
      });
    return { ke1, ke2, record: at.user.record, request, respond, response: respond({}) };
  }

  test('every element and key of every message', async () => {
    const { ke1, ke2, record, request, response } = await messages();
    const fields: [string, (suite: Suite, bytes: Uint8Array) => unknown, Uint8Array, number, number][] = [
      ['request', assertRegistrationRequest, request, 0, element],
      ['response: element', decodeRegistrationResponse, response, 0, element],
      ['response: key', decodeRegistrationResponse, response, element, key],
      ['record: key', decodeRegistrationRecord, record, 0, key],
      ['KE1: element', decodeKe1, ke1, 0, element],
      ['KE1: key share', decodeKe1, ke1, element + 32, key],
      ['KE2: element', decodeKe2, ke2, 0, element],
      ['KE2: key share', decodeKe2, ke2, ke2.length - suite.hash.bytes - key, key],
    ];
    for (const [name, decode, bytes, offset, length] of fields) {
      expect(() => decode(suite, bytes), name).not.toThrow();
      expect(() => decode(suite, zeroed(bytes, offset, length)), name).toThrow(code('ERR_ELEMENT'));
      expect(() => decode(suite, bytes.slice(1)), name).toThrow(code('ERR_ENCODING'));
      expect(() => decode(suite, 'text' as never), name).toThrow(TypeError);
    }
  });

  test('a registration request, before the key is looked at', async () => {
    const { respond, request } = await messages();
    const oprfKey = new Uint8Array(1);
    expect(() => respond({ oprfKey })).toThrow(code('ERR_KEY_SIZE'));
    expect(() => respond({ oprfKey, request: request.slice(1) })).toThrow(code('ERR_ENCODING'));
    expect(() => respond({ oprfKey, request: new Uint8Array(element) })).toThrow(code('ERR_ELEMENT'));
    expect(() => respond({ serverPublicKey: new Uint8Array(key) })).toThrow(code('ERR_ELEMENT'));
    expect(() => respond({ serverPublicKey: new Uint8Array(key - 1) })).toThrow(code('ERR_ENCODING'));
  });
});
