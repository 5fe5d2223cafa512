// Requirements about checking for which no edit is made, each with its reason.

/** A requirement without an edit. */
export interface Exception {
  readonly id: string;
  readonly reason: string;
}

export const EXCEPTIONS: readonly Exception[] = [];
