// Objects that do some things otherwise.

/** `target` with some of its members replaced; all others are its own, with its own state. */
export function overriding<T extends object>(target: T, changes: Partial<T>): T {
  return new Proxy(target, {
    get(_, key) {
      if (Object.hasOwn(changes, key)) return changes[key as keyof T];
      const value: unknown = Reflect.get(target, key);
      // Private members are found on the target alone.
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
