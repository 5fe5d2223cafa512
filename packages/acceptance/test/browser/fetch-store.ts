// A store that a page reads over HTTP: static files with byte ranges, and a listing.

import { MunimentError } from '@muniment/errors';
import {
  assertObjectName,
  assertObjectPrefix,
  assertRange,
  type ObjectInfo,
  type Store,
} from '@muniment/storage';

/** The store whose objects lie below `${base}objects/` and whose listing is `${base}list?prefix=`. It is only read. */
export function fetchStore(base: string): Store {
  async function request(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(base + path, { cache: 'no-store', ...init });
    } catch (cause) {
      throw new MunimentError('ERR_STORE_UNREACHABLE', `${path} cannot be fetched`, {}, cause);
    }
  }

  function failure(name: string, response: Response): MunimentError {
    return response.status === 404
      ? new MunimentError('ERR_STORE_NOT_FOUND', `${name} is not in the store`, { name })
      : new MunimentError('ERR_STORE_IO', `${name}: status ${response.status}`, { name });
  }

  async function stat(name: string): Promise<ObjectInfo | undefined> {
    assertObjectName(name);
    const response = await request(`objects/${name}`, { method: 'HEAD' });
    if (response.status === 404) return undefined;
    if (!response.ok) throw failure(name, response);
    return { name, size: Number(response.headers.get('content-length')) };
  }

  async function readOnly(): Promise<never> {
    throw new MunimentError('ERR_STORE_READ_ONLY', 'a page only reads this store');
  }

  return {
    stat,
    async get(name, range) {
      assertObjectName(name);
      if (range === undefined) {
        const response = await request(`objects/${name}`, {});
        if (response.status !== 200) throw failure(name, response);
        return new Uint8Array(await response.arrayBuffer());
      }
      const { offset, length } = range;
      assertRange(name, range, Number.MAX_SAFE_INTEGER);
      if (length === 0) return new Uint8Array(0);
      const headers = { range: `bytes=${offset}-${offset + length - 1}` };
      const response = await request(`objects/${name}`, { headers });
      if (response.status !== 206 && response.status !== 416) throw failure(name, response);
      const bytes =
        response.status === 416 ? new Uint8Array(0) : new Uint8Array(await response.arrayBuffer());
      if (bytes.length !== length) {
        throw new MunimentError('ERR_STORE_RANGE', `${name} ends before ${offset + length}`, { name });
      }
      return bytes;
    },
    async *list(prefix) {
      assertObjectPrefix(prefix);
      const response = await request(`list?prefix=${encodeURIComponent(prefix)}`, {});
      if (!response.ok) throw failure('the listing', response);
      yield* (await response.json()) as ObjectInfo[];
    },
    async *listForeign() {},
    put: readOnly,
    delete: readOnly,
    sweep: readOnly,
  };
}
