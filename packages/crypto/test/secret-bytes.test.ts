import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { hmacSha256, SecretBytes, sealCobblestone } from '../src/index.ts';

/** Bytes whose every rendering (decimal list, hexadecimal, Base64, text) is easy to search for. */
const CONTENT = new TextEncoder().encode('correct horse battery staple ...');
const TRACES = [
  'correct',
  Buffer.from(CONTENT).toString('hex').slice(0, 8),
  Buffer.from(CONTENT).toString('base64').slice(0, 8),
  '99,111,114',
  '99, 111, 114',
  '"0":99',
];

describe('SecretBytes', () => {
  it('prints a label wherever an object can be printed', () => {
    const secret = SecretBytes.from(CONTENT);
    const lines: string[] = [];
    const out = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const console = new Console(out);
    console.log(secret, { secret }, [secret]);
    console.dir({ secret }, { showHidden: true, depth: null });
    console.table([{ secret }]);
    const printed = [
      ...lines,
      `${secret}`,
      `a${secret as never}`,
      String(secret),
      secret.toString(),
      secret.toLocaleString(),
      JSON.stringify(secret),
      JSON.stringify({ deep: [{ secret }] }),
      inspect(secret),
      inspect(secret, { showHidden: true, getters: true, depth: null, customInspect: false }),
      inspect(new Map([[secret, secret]])),
      format('%s %o %O %j %d', secret, secret, secret, secret, secret),
      JSON.stringify(Object.entries(secret)),
      JSON.stringify(Object.getOwnPropertyNames(secret)),
      JSON.stringify(structuredClone({ ...secret })),
      Object.prototype.toString.call(secret),
      new Error('failed', { cause: secret }).stack,
      inspect(new Error('failed', { cause: secret })),
    ];
    for (const text of printed) {
      for (const trace of TRACES) expect(text).not.toContain(trace);
    }
    expect(`${secret}`).toBe('[SecretBytes]');
    expect(inspect(secret)).toBe('[SecretBytes]');
    expect(JSON.stringify({ secret })).toBe('{"secret":"[SecretBytes]"}');
    // The traces do occur where bytes are printed: otherwise this test could not fail.
    expect(inspect(CONTENT)).toContain(TRACES[4]);
    expect(JSON.stringify(CONTENT)).toContain(TRACES[5]);
  });

  it('holds a copy', () => {
    const original = new Uint8Array(CONTENT);
    const secret = SecretBytes.from(original);
    original.fill(0);
    expect(secret.expose()).toEqual(CONTENT);
    expect(secret.length).toBe(CONTENT.length);
  });

  it('owns its buffer, also when made from a Buffer of the shared pool', () => {
    const exposed = SecretBytes.from(Buffer.from('pooled')).expose();
    expect(exposed.buffer.byteLength).toBe(6);
    expect(Buffer.isBuffer(exposed)).toBe(false);
  });

  it('is gone after wipe()', async () => {
    const secret = SecretBytes.from(CONTENT);
    const exposed = secret.expose();
    expect(secret.isWiped).toBe(false);
    secret.wipe();
    expect(secret.isWiped).toBe(true);
    expect(exposed).toEqual(new Uint8Array(CONTENT.length));
    expect(secret.length).toBe(CONTENT.length);
    expect(() => secret.expose()).toThrow(TypeError);
    await expect(hmacSha256(secret, CONTENT)).rejects.toThrow(TypeError);
    await expect(sealCobblestone(secret, CONTENT, CONTENT)).rejects.toThrow(TypeError);
    secret.wipe();
    expect(`${secret}`).toBe('[SecretBytes]');
  });

  it('makes random secrets', () => {
    const a = SecretBytes.random(32);
    expect(a.length).toBe(32);
    expect(a.expose()).not.toEqual(SecretBytes.random(32).expose());
  });

  it('cannot be given other content or methods', () => {
    const secret = SecretBytes.from(CONTENT) as unknown as Record<string, unknown>;
    expect(() => {
      secret.toString = () => 'leak';
    }).toThrow(TypeError);
    expect(() => SecretBytes.from('text' as never)).toThrow(TypeError);
  });
});
