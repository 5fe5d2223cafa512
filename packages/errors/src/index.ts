export { ERRORS, type ErrorClass, type ErrorCode, type ErrorInfo } from './codes.ts';
export { type ErrorDetails, isMunimentError, MunimentError } from './error.ts';
