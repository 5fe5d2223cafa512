// What the measurements of a series say about how cost grows: straight on, or with a bend.

/** One run of a command at one size. */
export interface ScalingSample {
  readonly series: string;
  readonly case: string;
  /** In the unit of the series. */
  readonly size: number;
  readonly values: Readonly<Record<string, number>>;
}

/** The cost of one metric over the sizes of a series. */
export interface Growth {
  readonly series: string;
  readonly case: string;
  readonly metric: string;
  readonly points: readonly { readonly size: number; readonly value: number }[];
  /** What each further unit cost between the last two sizes. */
  readonly slope: number;
  /** The last value over what a straight line through the two before it foretells; undefined with fewer than three sizes. */
  readonly bend: number | undefined;
}

/** Lines that turn by less than this are straight: smaller differences are noise of single runs. */
export const BEND = 1.5;

/** Sums up each metric of each case, sizes ascending. */
export function growths(samples: readonly ScalingSample[]): readonly Growth[] {
  const keys = new Map<string, ScalingSample[]>();
  for (const sample of samples) {
    const key = `${sample.series}\n${sample.case}`;
    keys.set(key, [...(keys.get(key) ?? []), sample]);
  }
  return [...keys.values()].flatMap((group) => {
    const sorted = group.toSorted((a, b) => a.size - b.size);
    const { series, case: of, values } = sorted[0]!;
    return Object.keys(values).map((metric) => {
      const points = sorted.map((sample) => ({ size: sample.size, value: sample.values[metric]! }));
      return { series, case: of, metric, points, slope: slopeOf(points.slice(-2)), bend: bendOf(points) };
    });
  });
}

function slopeOf(points: Growth['points']): number {
  const [a, b] = points;
  return a === undefined || b === undefined ? Number.NaN : (b.value - a.value) / (b.size - a.size);
}

function bendOf(points: Growth['points']): number | undefined {
  const [a, b, c] = points.slice(-3);
  if (a === undefined || b === undefined || c === undefined) return undefined;
  const foretold = b.value + slopeOf([a, b]) * (c.size - b.size);
  return foretold <= 0 ? undefined : c.value / foretold;
}

/** In words: `straight`, or how the last step differs from the one before. */
export function describeBend({ bend }: Growth): string {
  if (bend === undefined) return '';
  if (bend > BEND) return `${bend.toFixed(1)}x of straight`;
  if (bend < 1 / BEND) return `${bend.toFixed(2)}x of straight`;
  return 'straight';
}
