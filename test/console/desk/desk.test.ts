import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../console/src/api/operations.generated.ts';
import { emptyDesk, judge, redo, undo, type Desk } from '../../../console/src/desk/desk.ts';
import { standing } from '../../../console/src/desk/history.ts';
import {
  drop,
  expectedVersionOf,
  markBegun,
  markRefused,
  markSent,
  nextToSend,
  sendRefusedAnyway,
} from '../../../console/src/desk/outbox.ts';
import { itemOf } from './sample-items.ts';

/** A server in a few lines: answers by key, so that a repeated key answers with the first result. */
function fakeServer() {
  const byKey = new Map<string, string>();
  const labels: { labelId: string; tileId: string; answer: Answer; withdrawn: boolean }[] = [];
  const versionOf = (tileId: string) => labels.filter((label) => label.tileId === tileId).length;
  return {
    labels,
    /** What the server makes of the next entry, and the desk once the answer arrived; a lost answer leaves it as begun. */
    deliver(desk: Desk, answerArrives: boolean): Desk {
      const entry = nextToSend(desk.outbox);
      if (entry === undefined) return desk;
      const begun: Desk = { ...desk, outbox: markBegun(desk.outbox, entry.key) };
      let labelId = byKey.get(entry.key);
      if (entry.kind === 'withdraw') {
        const known = desk.outbox.sent[entry.labelKey];
        if (known === undefined) return { ...begun, outbox: drop(begun.outbox, entry.key) };
        const label = labels.find((each) => each.labelId === known)!;
        label.withdrawn = true;
        labelId = known;
      } else if (labelId === undefined) {
        labelId = `label-${labels.length}`;
        labels.push({ labelId, tileId: entry.tileId, answer: entry.answer, withdrawn: false });
      }
      byKey.set(entry.key, labelId);
      if (!answerArrives) return begun;
      return {
        ...begun,
        outbox: markSent(begun.outbox, entry.key, { labelId, version: versionOf(entry.tileId) }),
      };
    },
    standing: () => {
      const latest = new Map<string, Answer>();
      for (const { tileId, answer, withdrawn } of labels) if (!withdrawn) latest.set(tileId, answer);
      return latest;
    },
  };
}

const stepArbitrary = fc.oneof(
  fc.record({
    do: fc.constant('judge' as const),
    tile: fc.nat({ max: 5 }),
    answer: fc.constantFrom<Answer>('HOGWEED', 'NOT_HOGWEED', 'UNSURE', 'BAD_IMAGE'),
  }),
  fc.record({
    do: fc.constantFrom(
      'undo' as const,
      'redo' as const,
      'send' as const,
      'send-answer-lost' as const,
      'reload' as const,
    ),
  }),
);

describe('answers, undo and a bad connection', () => {
  it('ends with the server holding exactly what the person sees', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 60 }), (steps) => {
        const server = fakeServer();
        let keys = 0;
        const newKey = () => `key-${keys++}`;
        let desk = emptyDesk;
        for (const step of steps) {
          if (step.do === 'judge')
            desk = judge(desk, { item: itemOf(step.tile), answer: step.answer }, newKey);
          if (step.do === 'undo') desk = undo(desk, newKey);
          if (step.do === 'redo') desk = redo(desk, newKey);
          if (step.do === 'send') desk = server.deliver(desk, true);
          if (step.do === 'send-answer-lost') desk = server.deliver(desk, false);
          if (step.do === 'reload') desk = structuredClone(desk);
        }
        while (nextToSend(desk.outbox) !== undefined) desk = server.deliver(desk, true);
        const seen = new Map([...standing(desk.history)].map(([tileId, { answer }]) => [tileId, answer]));
        expect(server.standing()).toEqual(seen);
        expect(desk.outbox.entries).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('drops an answer that never left when it is taken back', () => {
    const judged = judge(emptyDesk, { item: itemOf(1), answer: 'HOGWEED' }, () => 'a');
    expect(undo(judged, () => 'b').outbox.entries).toEqual([]);
  });

  it('withdraws an answer that may have arrived', () => {
    const judged = judge(emptyDesk, { item: itemOf(1), answer: 'HOGWEED' }, () => 'a');
    const begun = { ...judged, outbox: markBegun(judged.outbox, 'a') };
    expect(undo(begun, () => 'b').outbox.entries.map(({ kind, key }) => [kind, key])).toEqual([
      ['label', 'a'],
      ['withdraw', 'b'],
    ]);
  });

  it('sends what follows on a tile only after what is on its way', () => {
    const twice = [1, 1, 2].reduce(
      (desk, number, i) => judge(desk, { item: itemOf(number), answer: 'UNSURE' }, () => `k${i}`),
      emptyDesk,
    );
    expect(nextToSend(twice.outbox, new Set([itemOf(1).tile.tileId]))?.key).toBe('k2');
  });

  it('marks a second opinion as one', () => {
    const { outbox } = judge(emptyDesk, { item: itemOf(1, true), answer: 'UNSURE' }, () => 'a');
    expect(outbox.entries[0]).toMatchObject({ secondOpinion: true });
  });
});

describe('what the server refuses', () => {
  const judged = judge(emptyDesk, { item: itemOf(1), answer: 'HOGWEED' }, () => 'a');
  const refused = markRefused(markBegun(judged.outbox, 'a'), 'a', {
    code: 'label.version',
    message: 'Somebody answered.',
  });

  it('stays until a person decides', () => {
    expect(nextToSend(refused)).toBeUndefined();
    expect(refused.entries).toHaveLength(1);
  });

  it('is sent again under a new key and without the version that was wrong', () => {
    const again = nextToSend(sendRefusedAnyway(refused, () => 'new'));
    expect(again).toEqual({
      kind: 'label',
      key: 'new',
      tileId: itemOf(1).tile.tileId,
      answer: 'HOGWEED',
      attempts: 0,
    });
  });

  it('goes together with its withdrawal', () => {
    const begun = { ...judged, outbox: markBegun(judged.outbox, 'a') };
    const takenBack = undo(begun, () => 'b').outbox;
    expect(markRefused(takenBack, 'a', { code: 'x', message: 'x' }).entries).toEqual([]);
  });

  it('expects the version that own earlier answers made', () => {
    const sent = markSent(judged.outbox, 'a', { labelId: 'l', version: 3 });
    const entry = {
      kind: 'label',
      key: 'c',
      tileId: itemOf(1).tile.tileId,
      answer: 'UNSURE',
      attempts: 0,
    } as const;
    expect(expectedVersionOf(sent, entry)).toBeUndefined();
    expect(expectedVersionOf(sent, { ...entry, expectedVersion: 2 })).toBe(3);
    expect(expectedVersionOf(sent, { ...entry, expectedVersion: 4 })).toBe(4);
  });
});
