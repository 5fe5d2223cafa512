// Random mutations of encoded messages: of single bytes, and of fields with all lengths around them made right again.

import type { SeededRandom } from '@muniment/test-kit';
import { concat } from './bytes.ts';
import { formatTree, type Node, parseTree } from './tree.ts';

/** `bytes` of the message `name` with one or two mutations. */
export function mutate(name: string, bytes: Uint8Array, random: SeededRandom): Uint8Array {
  let result = bytes;
  if (random.below(4) > 0) {
    const nodes = parseTree(name, bytes);
    mutateNodes(nodes, random);
    result = formatTree(nodes);
  }
  return random.below(3) === 0 ? mutateBytes(result, random) : result;
}

function mutateBytes(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const at = random.below(bytes.length + 1);
  const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
  switch (random.below(6)) {
    case 0:
      return concat(head);
    case 1:
      return concat(head, random.bytes(1 + random.below(3)), tail);
    case 2:
      return concat(head, tail.subarray(1));
    case 3:
      return concat(head, Uint8Array.of((tail[0] ?? 0) ^ (1 << random.below(8))), tail.subarray(1));
    case 4:
      return concat(head, tail.subarray(0, random.below(20)), tail);
    default:
      return concat(head, Uint8Array.of(random.pick([0, 1, 0x7f, 0x80, 0xff])), tail.subarray(1));
  }
}

const INTEGERS = [
  0n,
  1n,
  2n,
  5n,
  127n,
  128n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 53n,
  2n ** 63n,
  2n ** 64n - 1n,
];

function mutateNodes(nodes: Node[], random: SeededRandom): void {
  const at = random.below(nodes.length);
  const node = nodes[at];
  if (node === undefined) {
    nodes.push({ tag: 8 * (1 + random.below(6)) + random.pick([0, 2]), extra: [0, 0], content: 1n });
    return;
  }
  // Most faults worth trying are deeper down.
  if (Array.isArray(node.content) && random.below(3) > 0) {
    mutateNodes(node.content, random);
    return;
  }
  switch (random.below(9)) {
    case 0:
      nodes.splice(at, 1);
      break;
    case 1:
      nodes.splice(random.below(nodes.length), 0, node);
      break;
    case 2:
      nodes.splice(at, 1);
      nodes.splice(random.below(nodes.length + 1), 0, node);
      break;
    case 3:
      node.extra[random.below(2)] = 1 + random.below(2);
      break;
    case 4:
      node.tag = 8 * (1 + random.below(20)) + random.pick([0, 2, 2, 5, node.tag & 7]);
      break;
    case 5:
      node.content = [];
      break;
    case 6:
      nodes.push({
        tag: 8 * random.below(40) + random.below(8),
        extra: [0, 0],
        content: random.pick(INTEGERS),
      });
      break;
    default:
      if (typeof node.content === 'bigint') node.content = random.pick(INTEGERS);
      else if (node.content instanceof Uint8Array) {
        node.content = random.below(2) === 0 ? node.content.slice(1) : concat(node.content, random.bytes(1));
      } else if (Array.isArray(node.content)) node.content.reverse();
  }
}
