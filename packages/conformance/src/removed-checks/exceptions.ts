// Requirements about checking for which no edit is made, each with its reason.

/** A requirement without an edit. */
export interface Exception {
  readonly id: string;
  readonly reason: string;
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    id: 'WIRE-007',
    reason:
      'The only packed list of format 1 is that of critical features, and each value in it is refused before a second field could follow.',
  },
  {
    id: 'WIRE-015',
    reason:
      'While the reader is canonical, an encoding that it makes anew has the bytes that it received: every edit of WIRE-002 to WIRE-010 is what would tell the two apart.',
  },
  {
    id: 'WIRE-016',
    reason:
      'A decoder gives a value or throws, so there is no check that releases part of a message; all vectors with an error show it.',
  },
  {
    id: 'WIRE-060',
    reason:
      'It binds the authors of later formats; what a reader checks of it are WIRE-025, KEYS-053 and ARCH-050.',
  },
];
