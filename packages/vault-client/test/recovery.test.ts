import { SecretBytes } from '@muniment/crypto';
import { describe, expect, it } from 'vitest';
import { commitPassword, recoverPassword, stagePassword } from '../src/index.ts';
import { CHEAP_KSF, memorySlot, testRealm, testVault } from './helpers.ts';

describe('registration and recovery', () => {
  it('gives back what was registered', async () => {
    const test = await testRealm();
    const vault = await testVault(test);
    const owner = SecretBytes.random(32);
    const slot = memorySlot();
    const staged = await stagePassword(vault, {
      password: 'correct horse',
      ksf: CHEAP_KSF,
      slot,
      newOwner: owner,
    });
    await commitPassword(vault, { slot, newOwner: owner });
    expect(slot.bytes).toBeUndefined();
    const found = await recoverPassword(vault, { generation: 1n, password: 'correct horse', slot });
    expect(found.exportKey.expose()).toEqual(staged.exportKey.expose());
    expect(found.releaseSecret.expose()).toEqual(staged.releaseSecret.expose());
  });
});
