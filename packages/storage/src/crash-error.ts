// How a test ends a process without ending it.

/**
 * Thrown by the testing stores and disks from the moment of a simulated crash. It is no MunimentError, so no code under
 * test can mistake it for a failure that it may handle.
 */
export class CrashError extends Error {
  override readonly name = 'CrashError';
}
