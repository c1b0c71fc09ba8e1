import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { bandwidth, paced } from '#cli/upload/bandwidth.ts';

/** Bytes with the moment at which they went, in milliseconds of a clock that only the pauses move. */
async function send(bytesPerS: number | undefined, bodies: readonly number[]): Promise<[number, number][]> {
  let nowMs = 0;
  const waiting: { readonly atMs: number; readonly wake: () => void }[] = [];
  const pause = (ms: number) =>
    new Promise<void>((wake) => {
      waiting.push({ atMs: nowMs + ms, wake });
    });
  const limit = bandwidth(bytesPerS, { now: () => nowMs, pause });
  const sent: [number, number][] = [];
  const total = bodies.reduce((sum, length) => sum + length, 0);
  const sentBytes = () => sent.reduce((sum, [, bytes]) => sum + bytes, 0);
  for (const length of bodies) void sendBody(length);
  while (sentBytes() < total) {
    await setImmediate();
    waiting.sort((a, b) => a.atMs - b.atMs);
    const next = waiting.shift();
    nowMs = next?.atMs ?? nowMs;
    next?.wake();
  }
  return sent;

  async function sendBody(length: number): Promise<void> {
    for await (const chunk of paced(new Uint8Array(length), limit)) sent.push([nowMs, chunk.length]);
  }
}

describe('bandwidth', () => {
  it('is one limit for all files together, in every second', async () => {
    const bytesPerS = 1_000_000;
    const sent = await send(bytesPerS, [3_000_000, 1_000_000, 2_000_000]);
    expect(sent.reduce((sum, [, bytes]) => sum + bytes, 0)).toBe(6_000_000);
    const lastMs = Math.max(...sent.map(([atMs]) => atMs));
    expect(lastMs).toBeGreaterThan(5800);
    expect(lastMs).toBeLessThan(6100);
    for (let fromMs = 0; fromMs < lastMs; fromMs += 100) {
      const inSecond = sent.filter(([atMs]) => atMs >= fromMs && atMs < fromMs + 1000);
      // One chunk of 64 KB may begin in the last moment.
      expect(inSecond.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeLessThan(bytesPerS * 1.08);
    }
  });

  it('holds nothing back without a limit', async () => {
    const sent = await send(undefined, [1_000_000]);
    expect(sent.every(([atMs]) => atMs === 0)).toBe(true);
  });
});
