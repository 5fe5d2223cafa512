import { describe, expect, it } from 'vitest';
import { ERRORS, isMunimentError, MunimentError } from '../src/index.ts';

describe('MunimentError', () => {
  it('takes its general sentence, advice and class from the table', () => {
    const error = new MunimentError('ERR_COMMITMENT');
    expect(error.message).toBe(ERRORS.ERR_COMMITMENT.happened);
    expect(error.advice).toBe(ERRORS.ERR_COMMITMENT.advice);
    expect(error.safe).toBe(ERRORS.ERR_COMMITMENT.safe);
    expect(error.errorClass).toBe('authentication');
    expect(error.details).toEqual({});
    expect('cause' in error).toBe(false);
  });

  it('is recognised by code, also when made by another copy of the package', () => {
    const error = new MunimentError('ERR_LIMIT', 'too big', { limit: 7 });
    expect(isMunimentError(error)).toBe(true);
    expect(isMunimentError(error, 'ERR_LIMIT')).toBe(true);
    expect(isMunimentError(error, 'ERR_FIELD')).toBe(false);
    const foreign = Object.assign(new Error('x'), { name: 'MunimentError', code: 'ERR_LIMIT' });
    expect(isMunimentError(foreign, 'ERR_LIMIT')).toBe(true);
    expect(isMunimentError(Object.assign(new Error('x'), { name: 'MunimentError', code: 'toString' }))).toBe(
      false,
    );
    expect(isMunimentError(new Error('x'))).toBe(false);
    expect(isMunimentError({ name: 'MunimentError', code: 'ERR_LIMIT' })).toBe(false);
  });

  it('gives every code a sentence for each of the three questions', () => {
    for (const info of Object.values(ERRORS)) {
      for (const text of [info.happened, info.safe, info.advice]) expect(text).toMatch(/^[A-Z].*\.$/);
      expect(info.exit).toBeGreaterThan(0);
      expect(info.exit).toBeLessThan(256);
    }
  });
});
