// Guessers against the shipped realm and gateway, in processes of their own that share one SQLite file: how many passwords can
// they test? An evaluation is a KE2, told apart by its bytes, that unblinds to the OPRF output of the guessed password.

import { count, seededRandom } from '@muniment/test-kit';
import { describe, expect, it } from 'vitest';
import { type Account, type Dealt, newAccount } from './vault-client-by-hand.ts';
import {
  DAY_MS,
  newVaultFolder,
  recordInFile,
  register,
  START_MS,
  startVaultServer,
  type VaultFolder,
  type VaultServer,
} from './vault-servers.ts';
import { Siege, SiegeClock } from './vault-siege.ts';

const GUESSERS = 64;
const PROCESSES = 4;
const TIMEOUT_MS = 3_600_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function startAll(vault: VaultFolder, processes: number): Promise<VaultServer[]> {
  return Promise.all(Array.from({ length: processes }, () => startVaultServer(vault)));
}

async function besieged(
  vault: VaultFolder,
  server: VaultServer,
  subject: string,
): Promise<{ readonly account: Account; readonly dealt: Dealt }> {
  const account = newAccount(vault.facts, subject);
  return { account, dealt: await register(account, 'the right password', server.send, START_MS) };
}

it(
  `${GUESSERS} guessers at once test exactly 4 passwords while time stands still, and exactly 10 in nine days`,
  async () => {
    const vault = await newVaultFolder();
    const servers = await startAll(vault, PROCESSES);
    const { account, dealt } = await besieged(vault, servers[0]!, 'besieged');
    const clock = new SiegeClock(START_MS, () => servers);
    const siege = new Siege({ account, dealt, servers: () => servers, clock, random: seededRandom(1) });

    await siege.run(GUESSERS, { isClockFrozen: true });
    console.log(`${siege.guessCount} passwords, outcomes`, Object.fromEntries(siege.outcomes));
    expect(siege.evaluations.size).toBe(4);
    expect(siege.outcomes.get('wait')).toBeGreaterThanOrEqual(GUESSERS);
    expect(siege.outcomes.get('conflict')).toBeGreaterThan(0);
    const waiting = await recordInFile(vault, account);
    expect(waiting).toMatchObject({ phase: 'active', attempts: 4, unacknowledged: 4 });
    expect(waiting!.notBeforeMs).toBe(BigInt(START_MS + 60_000));

    await siege.run(GUESSERS);
    console.log(`${siege.guessCount} passwords, outcomes`, Object.fromEntries(siege.outcomes));
    expect(siege.evaluations.size).toBe(10);
    expect(siege.outcomes.get('destroyed')).toBeGreaterThanOrEqual(GUESSERS);
    // 1 min + 1 h + 24 h + 48 h + 72 h + 72 h
    expect(clock.nowMs - START_MS).toBe(9 * DAY_MS + 3_660_000);
    const destroyed = await recordInFile(vault, account);
    expect(destroyed).toMatchObject({ phase: 'erased', attempts: 10, unacknowledged: 10 });
    expect(destroyed!.active!.oprfKey).toHaveLength(0);
    expect(destroyed!.active!.record).toHaveLength(0);
  },
  TIMEOUT_MS,
);

describe('servers that are killed at random moments', () => {
  it(
    'never let more passwords be tested than they recorded attempts, and never more than 10',
    async () => {
      const wanted = count('vault-guesser-kills');
      const vault = await newVaultFolder();
      const random = seededRandom(3);
      const slots: (VaultServer | undefined)[] = await startAll(vault, count('vault-guesser-processes'));
      const alive = (): VaultServer[] => slots.filter((server) => server !== undefined);
      let clock = new SiegeClock(START_MS, alive);
      let siege: Siege | undefined;
      let kills = 0;
      let busyKills = 0;
      let isOver = false;
      // Some of the first few may meet idle servers; if many do, something is wrong.
      const busyWanted = Math.ceil(wanted * 0.8);
      const hasEnough = (): boolean => (kills >= wanted && busyKills >= busyWanted) || kills >= 3 * wanted;

      const killer = (async () => {
        while (!hasEnough() && !isOver) {
          // Half of them at any time, half when an attempt has just become possible and everybody is after it.
          if (random.below(2) === 0) await pause(random.below(150));
          else await Promise.race([clock.moved.then(() => pause(random.below(60))), pause(500)]);
          // One server, or all of them.
          const one = random.below(slots.length);
          const victims = random.below(4) === 0 ? [...slots.keys()] : [one];
          // Most of the time they have something to do.
          for (let i = 0; i < 100 && random.below(100) > 0 && victims.some(isIdle); i++) await pause(1);
          const besieger = siege;
          if (besieger === undefined) continue;
          await Promise.all(victims.map((slot) => killIn(slot, besieger)));
        }
      })();

      function isIdle(slot: number): boolean {
        const victim = slots[slot];
        return victim !== undefined && (siege === undefined || siege.inFlight(victim) === 0);
      }

      async function killIn(slot: number, besieger: Siege): Promise<void> {
        const victim = slots[slot];
        if (victim === undefined) return;
        slots[slot] = undefined;
        kills++;
        if (besieger.inFlight(victim) > 0) busyKills++;
        await victim.kill();
        void restart(slot);
      }

      async function restart(slot: number): Promise<void> {
        const { nowMs } = clock;
        const server = await startVaultServer(vault, { nowMs });
        // Time may have moved on while it began.
        while (clock.nowMs !== nowMs) {
          const laterMs = clock.nowMs;
          await server.setClock(laterMs);
          if (clock.nowMs === laterMs) break;
        }
        slots[slot] = server;
      }

      let recordedCount = 0;
      let seenCount = 0;
      let accountCount = 0;
      while (!hasEnough()) {
        // Each account takes nine days, and all of them one after the other longer than a channel key lasts.
        clock = new SiegeClock(START_MS, alive);
        await Promise.allSettled(alive().map((server) => server.setClock(START_MS)));
        const { account, dealt } = await registerSomewhere(`account ${accountCount++}`);
        siege = new Siege({ account, dealt, servers: alive, clock, random });
        await siege.run(16);
        const record = (await recordInFile(vault, account))!;
        expect(siege.evaluations.size).toBeLessThanOrEqual(record.attempts);
        expect(record).toMatchObject({ phase: 'erased', attempts: 10, unacknowledged: 10 });
        expect(record.active!.oprfKey).toHaveLength(0);
        recordedCount += record.attempts;
        seenCount += siege.evaluations.size;
        siege = undefined;
      }
      isOver = true;
      await killer;
      console.log(
        `${kills} kills, ${busyKills} with requests in flight; ${accountCount} accounts, ${recordedCount} attempts recorded, ` +
          `${seenCount} evaluations seen`,
      );
      expect(kills).toBeGreaterThanOrEqual(wanted);
      expect(busyKills).toBeGreaterThanOrEqual(busyWanted);

      async function registerSomewhere(subject: string): Promise<{ account: Account; dealt: Dealt }> {
        for (;;) {
          const [server] = alive();
          if (server !== undefined) return besieged(vault, server, subject);
          await pause(10);
        }
      }
    },
    TIMEOUT_MS,
  );
});
