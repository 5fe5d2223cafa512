// What waits for its turn (src/in-order.ts).

import { describe, expect, it } from 'vitest';
import { InOrder } from '../src/in-order.ts';

function setUp() {
  const done: (number | string)[] = [];
  const pending: ((value: number) => void)[] = [];
  let hurries = 0;
  const queue = new InOrder<number>(async () => {
    hurries++;
    for (const [i, settle] of pending.entries()) settle(i);
  });
  const add = (name: string): Promise<void> | undefined =>
    queue.add(() => {
      done.push(name);
      return undefined;
    });
  /** Its value settles when the queue asks for it. */
  const addWith = (): Promise<void> | undefined =>
    queue.addWith(new Promise<number>((resolve) => pending.push(resolve)), (value) => {
      done.push(value);
      return undefined;
    });
  return { queue, done, pending, add, addWith, hurries: () => hurries };
}

describe('InOrder', () => {
  it('does at once what has nothing to wait for, and gives no promise', () => {
    const { add, done, hurries } = setUp();
    expect(add('a')).toBeUndefined();
    expect(done).toEqual(['a']);
    expect(hurries()).toBe(0);
  });

  it('does all else in order, as soon as the first can be', async () => {
    const { queue, add, addWith, done, pending, hurries } = setUp();
    await addWith();
    await add('a');
    await addWith();
    await add('b');
    expect(done).toEqual([]);
    pending[1]!(1);
    await Promise.resolve();
    await add('c');
    expect(done).toEqual([]);
    pending[0]!(0);
    await Promise.resolve();
    await add('d');
    expect(done).toEqual([0, 'a', 1, 'b', 'c', 'd']);
    expect(hurries()).toBe(0);
    await queue.finish();
    expect(hurries()).toBe(1);
  });

  it('asks for what 128 others in a row wait for, and not while values of their own keep coming', async () => {
    const { add, addWith, done, hurries } = setUp();
    await addWith();
    for (let i = 0; i < 127; i++) await add('x');
    expect([done.length, hurries()]).toEqual([0, 0]);
    await addWith();
    for (let i = 0; i < 127; i++) await add('x');
    expect([done.length, hurries()]).toEqual([0, 0]);
    await add('y');
    expect([done.length, hurries()]).toEqual([257, 1]);
    expect([done[0], done[128], done.at(-1)]).toEqual([0, 1, 'y']);
  });

  it('lets 2,048 wait at most', async () => {
    const { addWith, done, hurries } = setUp();
    for (let i = 0; i < 2_047; i++) await addWith();
    expect(hurries()).toBe(0);
    await addWith();
    expect(hurries()).toBe(1);
    expect(done).toEqual(Array.from({ length: 1_024 }, (_, i) => i));
  });

  it('throws what a value or a task throws where it is waited for', async () => {
    const { queue } = setUp();
    await queue.addWith(Promise.reject(new Error('no value')), () => undefined);
    await expect(queue.finish()).rejects.toThrow('no value');
    expect(() =>
      queue.add(() => {
        throw new Error('no task');
      }),
    ).toThrow('no task');
  });
});
