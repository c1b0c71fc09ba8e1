import { describe, expect, it } from 'vitest';
import { thresholdCurve } from '#core/model/evaluate/curves.ts';
import { tileMetrics } from '#core/model/evaluate/metrics.ts';
import { curvesSection } from '#core/model/evaluate/report/model-sections.ts';
import { simulatedTiles } from '../scored-tiles.ts';

// As many tiles as a report has, of a good model: nearly all of them lie in one corner of both charts.
const tiles = simulatedTiles({ count: 6000, skill: 5, seed: 3 });
const threshold = 0.35;
const page = curvesSection(tiles, threshold).markup;

/** Where the plot of a chart lies, pixels: `charts.ts`. */
const shareX = (x: number) => (x - 56) / (464 - 56);
const shareY = (y: number) => (346 - y) / (346 - 16);

const dots = [...page.matchAll(/<circle class="dot" cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => ({
  x: shareX(Number(x)),
  y: shareY(Number(y)),
}));
const lines = [...page.matchAll(/<polyline class="curve" points="([^"]+)"/g)].map(([, points]) =>
  points!.split(' ').map((point) => {
    const [x, y] = point.split(',').map(Number);
    return { x: shareX(x!), y: shareY(y!) };
  }),
);

describe('the curves of a report', () => {
  it('have their dot where the figures say, not at the nearest point that was kept', () => {
    const { precision, recall } = tileMetrics(tiles, threshold);
    const [roc, precisionRecall] = dots;
    expect(roc!.y).toBeCloseTo(recall, 3);
    expect(precisionRecall!.x).toBeCloseTo(recall, 3);
    expect(precisionRecall!.y).toBeCloseTo(precision, 3);
  });

  it('pass through the dot, and are drawn with as many points as can be seen', () => {
    for (const [i, dot] of dots.entries()) {
      const gaps = lines[i]!.map(({ x, y }) => Math.hypot(x - dot.x, y - dot.y));
      expect(Math.min(...gaps)).toBeLessThan(0.004);
    }
    const drawn = thresholdCurve(tiles);
    expect(drawn.length).toBeLessThan(1500);
    for (const point of thresholdCurve(tiles, 0).slice(1)) {
      const near = drawn.findLast((one) => one.threshold >= point.threshold)!;
      expect(Math.abs(near.recall - point.recall)).toBeLessThan(0.002);
      expect(Math.abs(near.precision - point.precision)).toBeLessThan(0.002);
    }
  });

  it('have no dot where nothing reaches the threshold', () => {
    const silent = { labels: [0, 1, 0, 1], confidences: [0.1, 0.2, 0.3, 0.2] };
    const section = curvesSection(silent, 0.9).markup;
    expect([...section.matchAll(/<circle/g)]).toHaveLength(1);
  });
});
