import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runPrefix } from '#core/flight/keys.ts';
import {
  flightInputSchema,
  photoBatchSchema,
  reviewBatchSchema,
  workerMessageSchema,
} from '#core/flight/run.ts';
import { defaultReviewPolicy } from '#core/review/policy.ts';
import { type Answers, fly, input, opened, planned, Reported, run } from './flight-host.ts';

const answers = (photos: number, more: Answers = {}): Answers => ({
  'open-flight': () => opened(photos),
  'plan-review': () => planned(Math.ceil(photos / 2)),
  'summarise-flight': () => ({ sightings: 3 }),
  ...more,
});

function fail(error: string): never {
  throw new Reported(error, `because of ${error}`);
}

function failOnce(error: string): Answers[string] {
  return (_payload, attempt) => (attempt === 1 ? fail(error) : {});
}

function loseFirstBatch(payload: unknown): unknown {
  return photoBatchSchema.parse(payload).Items[0]?.name === 'DJI_0.JPG' ? fail('photo.poison') : {};
}

describe('the workflow flight, from the synthesized template', () => {
  it('takes a flight from its photos to its summary', async () => {
    const { outcome, calls, of } = await fly(120, answers(120));
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: { sightings: 3 } });
    expect([...new Set(calls.map(({ name }) => name))]).toEqual([
      'open-flight',
      'tile-photos',
      'align-photos',
      'check-sanity',
      'score-photos',
      'plan-review',
      'cut-review-tiles',
      'summarise-flight',
    ]);
    const sizes = (name: string) => of(name).map((batch) => photoBatchSchema.parse(batch).Items.length);
    expect(sizes('tile-photos')).toEqual([20, 20, 20, 20, 20, 20]);
    expect(of('plan-review')).toEqual([{ run }]);
    expect(of('cut-review-tiles').map((batch) => reviewBatchSchema.parse(batch).Items.length)).toEqual(
      Array.from({ length: 12 }, () => 5),
    );
    const messages = [...of('check-sanity'), ...of('score-photos')].map((body) =>
      workerMessageSchema.parse(body),
    );
    expect(messages.map((message) => (message.kind === 'score-photos' ? message.photos.length : 0))).toEqual([
      0, 100, 20,
    ]);
    for (const message of messages) expect(message.run).toEqual(run);
  });

  it("opens the flight with its start, and with the environment's review policy", async () => {
    const { of } = await fly(1, answers(1));
    const startedAt = z.iso.datetime();
    const event = flightInputSchema.extend({ startedAt }).parse(of('open-flight')[0]);
    expect(event).toEqual({
      ...input,
      startedAt: run.startedAt,
      request: { attempt: 1, review: defaultReviewPolicy },
    });
  });

  it('tells the summary when each stage began', async () => {
    const { of } = await fly(1, answers(1));
    const { stages } = z
      .object({ stages: z.array(z.strictObject({ name: z.string(), startedAt: z.iso.datetime() })) })
      .parse(of('summarise-flight')[0]);
    expect(stages.map(({ name }) => name)).toEqual([
      'open-flight',
      'tile-photos',
      'align-photos',
      'check-sanity',
      'score-photos',
      'plan-review',
      'cut-review-tiles',
      'summarise-flight',
    ]);
  });

  it('keeps the results of the maps in the folder of the run', async () => {
    const { written } = await fly(1, answers(1));
    const folder = `umbel-work/${runPrefix(run.runId)}`;
    for (const stage of ['tile-photos', 'score-photos', 'cut-review-tiles']) {
      expect(
        written.filter((key) => key.startsWith(`${folder}/${stage}/`) && key.endsWith('/manifest.json')),
      ).toHaveLength(1);
    }
    expect(written.filter((key) => !key.startsWith(`${folder}/`))).toEqual([]);
  });

  it('cuts nothing where nothing is to be reviewed', async () => {
    const { outcome, calls } = await fly(3, answers(3, { 'plan-review': () => planned(0) }));
    expect(outcome.status).toBe('SUCCEEDED');
    expect(calls.map(({ name }) => name)).toEqual([
      'open-flight',
      'tile-photos',
      'align-photos',
      'check-sanity',
      'score-photos',
      'plan-review',
      'summarise-flight',
    ]);
  });

  it('only summarises a flight without photos', async () => {
    const { outcome, calls } = await fly(0, answers(0));
    expect(outcome.status).toBe('SUCCEEDED');
    expect(calls.map(({ name }) => name)).toEqual(['open-flight', 'summarise-flight']);
  });

  it('tiles a flight without a model and scores nothing', async () => {
    const { outcome, calls } = await fly(3, answers(3, { 'open-flight': () => opened(3, false) }));
    expect(outcome.status).toBe('SUCCEEDED');
    expect(calls.map(({ name }) => name)).toEqual([
      'open-flight',
      'tile-photos',
      'align-photos',
      'summarise-flight',
    ]);
  });
});

describe('failures of the workflow flight', () => {
  it.each(['open-flight', 'align-photos', 'check-sanity', 'plan-review', 'summarise-flight'])(
    'fails with the error of %s',
    async (name) => {
      const { outcome, calls } = await fly(3, answers(3, { [name]: () => fail('flight.broken') }));
      expect(outcome).toEqual({
        status: 'FAILED',
        error: 'flight.broken',
        cause: 'because of flight.broken',
      });
      expect(calls.at(-1)?.name).toBe(name);
    },
  );

  it.each(['tile-photos', 'score-photos', 'cut-review-tiles'])(
    'gives up when %s loses too many photos',
    async (name) => {
      const { outcome, of } = await fly(3, answers(3, { [name]: () => fail('flight.broken') }));
      expect(outcome).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
      expect(of('summarise-flight')).toEqual([]);
    },
  );

  it('goes on when one batch of many is lost', async () => {
    const { outcome, of } = await fly(500, answers(500, { 'tile-photos': loseFirstBatch }));
    expect(outcome.status).toBe('SUCCEEDED');
    // 24 batches once, the lost one three times.
    expect(of('tile-photos')).toHaveLength(27);
  });

  it('does not ask again about a model that disagrees with itself', async () => {
    const { outcome, of } = await fly(3, answers(3, { 'check-sanity': () => fail('model.insane') }));
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'model.insane' });
    expect(of('check-sanity')).toHaveLength(1);
    expect(of('score-photos')).toHaveLength(0);
  });

  it('tries again what may pass', async () => {
    const { outcome, calls } = await fly(
      3,
      answers(3, {
        'open-flight': (_payload, attempt) =>
          attempt === 1 ? fail('Lambda.TooManyRequestsException') : opened(3),
        'tile-photos': failOnce('Lambda.Unknown'),
        'score-photos': failOnce('model.worker-died'),
      }),
    );
    expect(outcome.status).toBe('SUCCEEDED');
    expect(calls).toHaveLength(8 + 3);
  });

  it('sends a batch again when its worker falls silent, then gives up without a cause', async () => {
    const { outcome, of } = await fly(3, answers(3, { 'check-sanity': () => undefined }));
    expect(outcome).toEqual({
      status: 'FAILED',
      error: expect.stringMatching(/^States\.(Heartbeat)?Timeout$/),
    });
    expect(of('check-sanity')).toHaveLength(4);
    const tokens = of('check-sanity').map((body) => workerMessageSchema.parse(body).taskToken);
    expect(new Set(tokens).size).toBe(4);
  });
});
