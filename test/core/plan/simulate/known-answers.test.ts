/** Parts of the simulation in cases that have an answer in closed form. */
import { describe, expect, it } from 'vitest';
import { createBatchQueue } from '#core/plan/simulate/batch-queue.ts';
import { createEngine } from '#core/plan/simulate/engine.ts';
import { createFleet, type FleetOptions } from '#core/plan/simulate/fleet.ts';
import { createLambdaPool } from '#core/plan/simulate/lambda-pool.ts';
import { createStartRate } from '#core/plan/simulate/start-rate.ts';

const calmFleet: FleetOptions = {
  workersMax: 1,
  startS: 0,
  idleMinutes: 1e6,
  spotShare: 0,
  interruptionsPerHour: 0,
  visibilityS: 120,
  suddenShare: 0,
  active: () => false,
};
/** Workers are decided upon once a minute. */
const firstTickS = 60;

/** One long batch on spot capacity that is taken away often. */
function playSpot(suddenShare: number) {
  const engine = createEngine(5);
  const queue = createBatchQueue(engine, 1e9);
  let endS = 0;
  const options = { spotShare: 1, interruptionsPerHour: 2, suddenShare, visibilityS: 10_000 };
  const fleet = createFleet(engine, queue, { ...calmFleet, ...options, idleMinutes: 0 });
  queue.send(7200, () => (endS = engine.now()));
  engine.runAll();
  return { endS, interrupted: fleet.tally.interrupted };
}

describe('the queue and its workers', () => {
  it.each([0.5, 0.8])('let a batch wait as an M/D/1 queue does at a load of %d', (load) => {
    const engine = createEngine(7);
    const queue = createBatchQueue(engine, 1e9);
    const batches = 60_000;
    const workS = 1;
    let left = batches;
    createFleet(engine, queue, { ...calmFleet, idleMinutes: 60, active: () => left > 0 });
    const arrive = (more: number) => {
      queue.send(workS, () => left--);
      if (more > 0)
        engine.after((-Math.log(1 - engine.random.next()) * workS) / load, () => arrive(more - 1));
    };
    arrive(batches - 1);
    engine.runAll();
    // Pollaczek-Khinchine for constant service. What waits for the first tick is a thousandth of the batches.
    const expectedS = (load * workS) / (2 * (1 - load));
    const startedLateS = (load * firstTickS ** 2) / 2 / (1 - load);
    const meanS = (queue.tally.waitedS - startedLateS) / batches;
    expect(meanS / expectedS).toBeGreaterThan(0.93);
    expect(meanS / expectedS).toBeLessThan(1.07);
  });

  it.each([
    [100, 4, 25],
    [101, 4, 26],
    // Three batches are worth two workers: one of them does two.
    [3, 8, 2],
  ])('work %d equal batches off with at most %d workers in %d rounds', (batches, workersMax, rounds) => {
    const engine = createEngine(1);
    const queue = createBatchQueue(engine, 1e9);
    let left = batches;
    let endS = 0;
    const startS = 90;
    const fleet = createFleet(engine, queue, { ...calmFleet, workersMax, startS, idleMinutes: 0 });
    for (let i = 0; i < batches; i++)
      queue.send(10, () => {
        left--;
        endS = engine.now();
      });
    engine.runAll();
    expect(left).toBe(0);
    expect(endS).toBeCloseTo(firstTickS + startS + rounds * 10, 6);
    expect(fleet.tally.busyS).toBeCloseTo(batches * 10, 6);
    expect(fleet.workers.value).toBe(0);
  });

  it('give a batch up after four silences of a heartbeat', () => {
    const engine = createEngine(3);
    const queue = createBatchQueue(engine, 100);
    let ended: readonly [ok: boolean, atS: number] | undefined;
    queue.send(1, (ok) => (ended = [ok, engine.now()]));
    engine.runAll();
    expect(queue.tally).toMatchObject({ sent: 4, expired: 4, givenUp: 1, firstExpiredAtS: 100 });
    expect(ended?.[0]).toBe(false);
    expect(ended?.[1]).toBeGreaterThanOrEqual(400);
    // Waits of at most 5, 10 and 20 seconds lie between them.
    expect(ended?.[1]).toBeLessThanOrEqual(435);
  });

  it('take up a batch of a worker that was taken away where it was left', () => {
    const engine = createEngine(5);
    const queue = createBatchQueue(engine, 1e9);
    const hours = 400;
    const perHour = 2;
    let done = 0;
    const options = { workersMax: 1, spotShare: 1, interruptionsPerHour: perHour, idleMinutes: 0 };
    const fleet = createFleet(engine, queue, { ...calmFleet, ...options });
    for (let hour = 0; hour < hours; hour++) queue.send(3600, () => done++);
    engine.runAll();
    expect(done).toBe(hours);
    expect(fleet.tally.busyS / 3600).toBeCloseTo(hours, 0);
    // A Poisson number: 800 with a sigma of 28.
    expect(Math.abs(fleet.tally.interrupted - hours * perHour)).toBeLessThan(4 * Math.sqrt(hours * perHour));
  });

  it('hide a batch for the time of its visibility when its worker is simply gone', () => {
    const noticed = playSpot(0);
    const sudden = playSpot(1);
    expect(noticed.interrupted).toBeGreaterThan(0);
    expect(sudden.endS - noticed.endS).toBeGreaterThan(9000 * sudden.interrupted);
  });
});

describe('functions', () => {
  it('are called 1 / (1 - p) times when a share p of the calls fails', () => {
    const engine = createEngine(11);
    const pool = createLambdaPool(engine, 1e9, 0.2);
    for (let i = 0; i < 20_000; i++) pool.invoke(1, () => undefined);
    engine.runAll();
    expect(pool.tally.calls / 20_000).toBeCloseTo(1.25, 1);
    expect(pool.tally.givenUp).toBe(0);
  });

  it('are refused beyond their concurrency, and given up after six refusals', () => {
    const engine = createEngine(1);
    const pool = createLambdaPool(engine, 2, 0);
    const ends: boolean[] = [];
    for (let i = 0; i < 3; i++) pool.invoke(1000, (ok) => ends.push(ok));
    engine.runAll();
    expect(ends).toEqual([false, true, true]);
    expect(pool.tally).toMatchObject({ calls: 2, throttled: 6, givenUp: 1, firstThrottledAtS: 0 });
    expect(pool.busy.peak).toBe(2);
  });
});

describe('starts of children', () => {
  it('keep to their rate: the nth waits (n - 1) / rate', () => {
    const engine = createEngine(1);
    const rate = createStartRate(engine, 4);
    const startedAtS: number[] = [];
    for (let i = 0; i < 101; i++) rate.start(() => startedAtS.push(engine.now()));
    engine.runAll();
    expect(startedAtS.at(-1)).toBeCloseTo(25, 9);
    expect(rate.longestWaitS).toBeCloseTo(25, 9);
    expect(rate.waitedS).toBeCloseTo((100 * 101) / 2 / 4, 6);
  });
});
