import { describe, expect, it } from 'vitest';
import { emptyDesk, judge, undo } from '../../../console/src/desk/desk.ts';
import { precisionOf } from '../../../console/src/review/precision.ts';
import {
  arrivedAnswers,
  listOf,
  nextWaiting,
  stillWaiting,
  upcoming,
} from '../../../console/src/review/queue.ts';
import { rememberSent } from '../../../console/src/desk/outbox.ts';
import { groundView } from '../../../console/src/review/ground-view.ts';
import { itemOf } from '../desk/sample-items.ts';

const waiting = [1, 2, 3, 4].map((number) => itemOf(number));
const noneTaken: ReadonlySet<string> = new Set();
const numbers = (list: readonly { item: { tile: { index: number } } }[]) =>
  list.map(({ item }) => item.tile.index);

describe('the list that arrows move through', () => {
  it('has each tile once: answered ones first, in their order', () => {
    const desk = judge(emptyDesk, { item: itemOf(3), answer: 'HOGWEED' }, () => 'a');
    const list = listOf(desk.history, waiting, noneTaken);
    expect(numbers(list)).toEqual([3, 1, 2, 4]);
    expect(list.map(({ step }) => step?.answer)).toEqual(['HOGWEED', undefined, undefined, undefined]);
  });

  it('keeps a tile whose answer was taken back where it was, waiting', () => {
    const judged = [3, 1].reduce(
      (desk, number) => judge(desk, { item: itemOf(number), answer: 'UNSURE' }, () => `k${number}`),
      emptyDesk,
    );
    const list = listOf(undo(judged, () => 'u').history, waiting, noneTaken);
    expect(numbers(list)).toEqual([3, 1, 2, 4]);
    expect(nextWaiting(list)).toBe(1);
  });

  it('leaves out what somebody else holds', () => {
    expect(numbers(listOf(emptyDesk.history, waiting, new Set([itemOf(2).tile.tileId])))).toEqual([1, 3, 4]);
  });

  it('finds the next that waits, and begins again at the end', () => {
    const desk = judge(emptyDesk, { item: itemOf(4), answer: 'HOGWEED' }, () => 'a');
    const list = listOf(desk.history, waiting.slice(0, 1), noneTaken);
    expect(nextWaiting(list, 1)).toBe(1);
    expect(nextWaiting(list, 2)).toBe(1);
    expect(nextWaiting([])).toBeUndefined();
  });

  it('names the tiles whose pictures are wanted', () => {
    expect(
      upcoming(listOf(emptyDesk.history, waiting, noneTaken), 1, 2).map(({ tile }) => tile.index),
    ).toEqual([2, 3]);
  });
});

describe('how many tiles wait', () => {
  const answered = [1, 2].reduce(
    (desk, number) => judge(desk, { item: itemOf(number), answer: 'HOGWEED' }, () => `k${number}`),
    emptyDesk,
  );
  const sent = { ...answered, outbox: rememberSent(answered.outbox, 'k1', 'label-1') };

  it('is the server’s count less what was answered since', () => {
    const counted = { waiting: 10, answered: arrivedAnswers(emptyDesk) };
    expect(stillWaiting(counted, waiting, answered.history)).toBe(8);
  });

  it('takes no answer off twice that the server had counted already', () => {
    expect(arrivedAnswers(sent)).toEqual([itemOf(1).tile.tileId]);
    const counted = { waiting: 9, answered: arrivedAnswers(sent) };
    expect(stillWaiting(counted, waiting, sent.history)).toBe(8);
    // Also where the tile is no longer in the list, because it was loaded anew.
    expect(stillWaiting(counted, waiting.slice(1), sent.history)).toBe(8);
  });

  it('grows again by an answer that is taken back', () => {
    const counted = { waiting: 8, answered: [1, 2].map((number) => itemOf(number).tile.tileId) };
    expect(stillWaiting(counted, waiting.slice(2), undo(answered, () => 'u').history)).toBe(9);
  });
});

describe('the observed precision of a sample', () => {
  it.each([
    // Wilson 1927, by his formula with z = 1.959964.
    [20, 20, 0.8389],
    [18, 20, 0.699],
    [0, 10, 0],
  ])('%i of %i is at least %f', (same, judged, atLeast) => {
    expect(precisionOf(same, judged).atLeast).toBeCloseTo(atLeast, 3);
  });

  it('says nothing of an empty sample', () => {
    expect(precisionOf(0, 0)).toEqual({ judged: 0, same: 0, share: 0, atLeast: 0 });
  });
});

describe('the small map', () => {
  it('has its place in the middle, north up, to scale', () => {
    const place = { lat: 55, lon: 12 };
    const view = groundView(place, [{ lat: 55.0001, lon: 12 }], 2);
    expect(view.project(place)).toEqual({ x: 150, y: 100 });
    const north = view.project({ lat: 55.0001, lon: 12 });
    expect(north.x).toBeCloseTo(150, 6);
    expect((100 - north.y) / view.pxPerM).toBeCloseTo(11.11, 1);
    expect(view.barM * view.pxPerM).toBeLessThanOrEqual(90);
  });
});
