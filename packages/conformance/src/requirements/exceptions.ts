// Duties that nothing that runs can show, each with the reason. `spec/coverage.md` prints them.

/** Reasons by requirement id. */
export const EXCEPTIONS: Readonly<Record<string, string>> = {};
