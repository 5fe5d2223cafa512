// Runs implementations of Muniment against the vectors: the runner as a library, and the types of its protocol
// (test-vectors/PROTOCOL.md).

export {
  type Answer,
  type Capabilities,
  type Json,
  type JsonObject,
  type Operation,
  type Operations,
  PROTOCOL_VERSION,
  type Released,
  type Request,
} from './protocol.ts';
export { operations as referenceOperations } from './reference/index.ts';
export { type CodeRule, compareAnswer, readAnswer, type Verdict } from './runner/compare.ts';
export { Program, ProgramError, type ProgramOptions, type Reply } from './runner/program.ts';
export type { Difference } from './runner/random.ts';
export { inProcess, referenceCapabilities, serve } from './runner/reference.ts';
export { formatReport, type ReportFormat } from './runner/report.ts';
export {
  type Implementation,
  isSuccess,
  type RandomReport,
  type Report,
  type Result,
  type RunOptions,
  run,
  type Status,
  type SuiteSummary,
} from './runner/run.ts';
export {
  type Case,
  type Expected,
  installedVectors,
  type OperationRow,
  type OperationRows,
  type ReleasedLimit,
  readCases,
  readOperations,
} from './runner/vectors.ts';
