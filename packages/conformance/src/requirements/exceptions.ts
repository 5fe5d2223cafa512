// Duties that nothing that runs can show, each with the reason. `spec/coverage.md` prints them.

/** Reasons by requirement id. */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
  'KEYS-049':
    'How an issuer names its accounts is its own matter; no program can tell a lasting name from one that will pass to somebody else.',
  'VAULT-010':
    'How an issuer names its accounts is its own matter; no program can tell a lasting name from one that will pass to somebody else.',
  'VAULT-109':
    'Descriptors are published by a person, who needs a witness for it. What a program can do is ask in time, and the test of realm-server that says for a month that the descriptor ends shows that it does.',
  'WIRE-015':
    'A decoder that refuses every encoding but one gives back the bytes it received: no input tells a digest of what was received from one of what was encoded anew, unless there is a defect in both.',
  'WIRE-060': 'It binds formats that do not exist yet.',
};
