import { describe, expect, test, vi } from 'vitest';
import { duration, progressLine } from '#cli/progress.ts';

/** A line whose clock moves on by `stepMs` with every photo. */
function run(isTTY: boolean, stepMs: number): string[] {
  const written: string[] = [];
  const write = vi.fn<(text: string) => void>((text) => void written.push(text));
  let nowMs = 0;
  const line = progressLine({ target: { isTTY, write }, now: () => nowMs });
  line.stage('Tiling photos', 50);
  for (let i = 0; i < 50; i++) {
    nowMs += stepMs;
    line.add(1);
  }
  line.end();
  line.end();
  return written;
}

describe('progressLine', () => {
  test('rewrites one line on a terminal and ends it once', () => {
    const written = run(true, 500);
    expect(written).toHaveLength(51);
    expect(written.every((text) => text.startsWith('\r'))).toBe(true);
    expect(written.filter((text) => text.endsWith('\n'))).toHaveLength(1);
    expect(written[9]).toContain('Tiling photos: 10 of 50 photos, 2.0/s, 20 s left');
  });

  test('writes a plain line every few seconds elsewhere, and the last', () => {
    const written = run(false, 500);
    expect(written).toHaveLength(6);
    expect(written[0]).toBe('Tiling photos: 10 of 50 photos, 2.0/s, 20 s left\n');
    expect(written[5]).toBe('Tiling photos: 50 of 50 photos, 2.0/s, 25 s\n');
  });

  test('calls one of a kind by its name', () => {
    const written: string[] = [];
    const line = progressLine({ target: { write: (text) => written.push(text) }, now: () => 0 });
    line.stage('Tiling photos', 1);
    line.add(1);
    line.stage('Cutting', 0, 'tiles');
    line.add(1);
    line.end();
    expect(written.map((text) => text.split(',')[0])).toEqual([
      'Tiling photos: 1 of 1 photo',
      'Cutting: 1 tile',
    ]);
  });

  test('prints nothing when quiet, and nothing of a stage in which nothing was done', () => {
    const write = vi.fn<(text: string) => void>();
    const quiet = progressLine({ target: { isTTY: true, write }, quiet: true });
    quiet.stage('Tiling photos', 3);
    quiet.add(3);
    quiet.end();
    const idle = progressLine({ target: { write } });
    idle.stage('Tiling photos', 3);
    idle.end();
    expect(write).not.toHaveBeenCalled();
  });
});

test('duration speaks as people do', () => {
  expect([0.4, 59.6, 125, 7500].map(duration)).toEqual(['0 s', '1 min 0 s', '2 min 5 s', '2 h 5 min']);
});
