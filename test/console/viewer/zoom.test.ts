import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitScale,
  homeView,
  panBy,
  placement,
  zoomAt,
  zoomLimits,
} from '../../../console/src/viewer/zoom.ts';

const window = { widthPx: 800, heightPx: 600 };
const picture = { widthPx: 4000, heightPx: 3000 };
const whole = { leftPx: 0, topPx: 0, ...picture };

describe('zoom and pan', () => {
  it('shows a box whole at first', () => {
    const box = { leftPx: 1000, topPx: 500, widthPx: 400, heightPx: 400 };
    const fit = fitScale(box, window);
    expect(fit).toBe(1.5);
    const { x, y, scale } = placement(homeView(box), fit, window);
    expect([x + 1000 * scale, y + 500 * scale]).toEqual([100, 0]);
  });

  it('keeps the point under the pointer where it is', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 800 }),
        fc.nat({ max: 600 }),
        fc.double({ min: 0.5, max: 4, noNaN: true }),
        (x, y, factor) => {
          const fit = fitScale(whole, window);
          const before = homeView(whole);
          const after = zoomAt(before, factor, { at: { x, y }, fit, window });
          const under = (view: typeof before) => {
            const placed = placement(view, fit, window);
            return [(x - placed.x) / placed.scale, (y - placed.y) / placed.scale];
          };
          expect(under(after)[0]).toBeCloseTo(under(before)[0]!, 6);
          expect(under(after)[1]).toBeCloseTo(under(before)[1]!, 6);
        },
      ),
    );
  });

  it('stays within its limits and on the picture', () => {
    const fit = fitScale(whole, window);
    expect(zoomAt(homeView(whole), 1e6, { at: { x: 0, y: 0 }, fit, window }).zoom).toBe(zoomLimits.max);
    const moved = panBy(homeView(whole), { x: 1e6, y: -1e6 }, { fit, picture });
    expect([moved.xPx, moved.yPx]).toEqual([0, 3000]);
  });
});
