// Members of JSON values by path, as test-vectors/operations.json names them: `exchanges.nowMs` is the member `nowMs` of each
// object in the list `exchanges`, or of the one object there.

import type { Json, JsonObject } from '../protocol.ts';

/** What is wanted of an object: all of a member, or parts of it. */
type Tree = Map<string, Tree | 'all'>;

function treeOf(paths: readonly string[]): Tree {
  const root: Tree = new Map();
  for (const path of paths) {
    const names = path.split('.');
    const last = names.pop()!;
    let at = root;
    for (const name of names) {
      const inner = at.get(name) ?? new Map();
      if (inner === 'all') throw new RangeError(`${path} lies in a member that is named as a whole`);
      at.set(name, inner);
      at = inner;
    }
    if (at.has(last)) throw new RangeError(`${path} is named twice`);
    at.set(last, 'all');
  }
  return root;
}

/** True for objects of JSON: no list, not null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The named members of `object` that are there and not null. Lists keep their length; an object of which nothing is named is left out. */
export function pick(object: JsonObject, paths: readonly string[]): JsonObject {
  return pickTree(object, treeOf(paths));
}

function pickTree(object: JsonObject, tree: Tree): JsonObject {
  const picked: Record<string, Json> = {};
  for (const [name, inner] of tree) {
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    if (value === undefined || value === null) continue;
    if (inner === 'all') picked[name] = value;
    else if (Array.isArray(value))
      picked[name] = value.map((member) => (isObject(member) ? pickTree(member, inner) : (member as Json)));
    else if (!isObject(value)) picked[name] = value;
    else {
      const part = pickTree(value, inner);
      if (Object.keys(part).length > 0) picked[name] = part;
    }
  }
  return picked;
}

/**
 * The first difference of two values, as a path into them, or undefined. Numbers are compared by value, objects member by
 * member, where absent and null are one, lists in order.
 */
export function differenceOf(
  expected: Json | undefined,
  got: Json | undefined,
  path = '',
): string | undefined {
  if (expected == null || got == null) return (expected ?? null) === (got ?? null) ? undefined : path;
  if (Array.isArray(expected)) {
    if (!Array.isArray(got)) return path;
    for (let i = 0; i < Math.max(expected.length, got.length); i++) {
      if (i >= expected.length || i >= got.length) return `${path}[${i}]`;
      const found = differenceOf(expected[i] as Json, got[i] as Json, `${path}[${i}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (isObject(expected)) {
    if (!isObject(got)) return path;
    for (const name of new Set([...Object.keys(expected), ...Object.keys(got)])) {
      const inner = path === '' ? name : `${path}.${name}`;
      const found = differenceOf(ownMember(expected, name), ownMember(got, name), inner);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return Object.is(expected, got) || expected === got ? undefined : path;
}

function ownMember(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

/** The value at a path that `differenceOf` gave. */
export function at(value: Json | undefined, path: string): Json | undefined {
  let found: Json | undefined = value;
  for (const name of path.split(/[.[\]]+/).filter((part) => part !== '')) {
    if (found === undefined || found === null || typeof found !== 'object') return undefined;
    found = Object.hasOwn(found, name) ? (found as JsonObject)[name] : undefined;
  }
  return found;
}
