import { describe, expect, it } from 'vitest';
import { runFingerprint, runIdOf } from '#core/flight/run-id.ts';

const base = { manifestSha256: 'a'.repeat(64), modelId: 'm-1' };

describe('the fingerprint of a run', () => {
  it('does not depend on the order of keys, at any depth', () => {
    const one = {
      tiling: { sizeM: 2, overlapM: 0.5 },
      review: { uncertain: { from: 0.2, to: 0.8 }, auditShare: 1 },
    };
    const other = {
      review: { auditShare: 1, uncertain: { to: 0.8, from: 0.2 } },
      tiling: { overlapM: 0.5, sizeM: 2 },
    };
    expect(runFingerprint({ ...base, request: one })).toBe(runFingerprint({ request: other, ...base }));
  });

  it('does not depend on whether a field that was not asked for is there', () => {
    expect(runFingerprint({ ...base, request: { attempt: 1, tiling: undefined } })).toBe(
      runFingerprint({ ...base, request: { attempt: 1 } }),
    );
  });

  it('depends on everything else', () => {
    const prints = [
      { ...base, request: { tiling: { grid: [2, 3] } } },
      { ...base, request: { tiling: { grid: [3, 2] } } },
      { ...base, request: { tiling: { grid: [2, 3] }, attempt: 2 } },
      { ...base, modelId: 'm-2', request: { tiling: { grid: [2, 3] } } },
      { ...base, modelId: null, request: { tiling: { grid: [2, 3] } } },
      { ...base, manifestSha256: 'b'.repeat(64), request: { tiling: { grid: [2, 3] } } },
    ].map(runFingerprint);
    expect(new Set(prints).size).toBe(prints.length);
  });
});

describe('the id of a run', () => {
  it('is short enough for the name of an execution, for the longest flight id', () => {
    const runId = runIdOf('f'.repeat(48), '0123456789abcdef'.repeat(4));
    expect(runId).toBe(`${'f'.repeat(48)}-0123456789ab`);
    expect(runId.length).toBeLessThanOrEqual(80);
  });
});
