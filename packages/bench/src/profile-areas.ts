// Sums up a profile of V8 by what the time went to.

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
}

/** As Node's --cpu-prof writes it. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: CallFrame;
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

/** Frames of Node itself, by the beginnings of their names. */
const NODE_AREAS: readonly (readonly [prefix: string, area: string])[] = [
  ['node:internal/modules/', 'loading code'],
  ['node:fs', 'system calls on files'],
  ['node:internal/fs/', 'system calls on files'],
  ['node:internal/crypto/', 'cryptography'],
  ['node:crypto', 'cryptography'],
  ['node:zlib', 'compression'],
];

const ENGINE_AREAS: Readonly<Record<string, string>> = {
  '(garbage collector)': 'garbage collection',
  '(idle)': 'waiting',
  '(program)': 'the engine itself',
};

/** The file of the local cache: what it calls is SQLite. */
const CACHE = /\/backup\/dist\/cache\.js$/;
const OWN = /\/packages\/([a-z-]+)\/(?:dist|src)\//;

function areaOfFrame({ functionName, url }: CallFrame): string | undefined {
  if (url === '') return ENGINE_AREAS[functionName];
  const known = NODE_AREAS.find(([prefix]) => url.startsWith(prefix));
  if (known !== undefined) return known[1];
  if (CACHE.test(url)) return 'the local cache (SQLite)';
  const own = OWN.exec(url);
  return own === null ? undefined : `code of ${own[1]}`;
}

/** Seconds by area. What is done for a caller counts for the nearest one that says what it is for. */
export function secondsByArea({ nodes, samples, timeDeltas }: CpuProfile): ReadonlyMap<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap(({ id, children }) => (children ?? []).map((child) => [child, id])));
  const areas = new Map<number, string>();
  for (const { id } of nodes) {
    let area: string | undefined;
    for (let at: number | undefined = id; at !== undefined && area === undefined; at = parents.get(at))
      area = areaOfFrame(byId.get(at)!.callFrame);
    areas.set(id, area ?? 'other code of Node');
  }
  const seconds = new Map<string, number>();
  for (const [i, id] of samples.entries()) {
    const area = areas.get(id)!;
    seconds.set(area, (seconds.get(area) ?? 0) + timeDeltas[i]! / 1e6);
  }
  return seconds;
}
