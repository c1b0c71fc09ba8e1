import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteFlight, type DeletionParts, type DeletionWishes } from '#cli/delete/delete-flight.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { fileObjectStore } from '#platform/local/object-store.ts';
import { type Item, openDocumentClient } from '#platform/tables/document-client.ts';
import { openTables } from '#platform/tables/tables.ts';
import { collect } from '../../platform/streams.ts';
import { startDynalite } from '../../platform/tables/dynalite.ts';
import { sampleRun } from '../aws/fake-runs.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'umbel-delete-'));
const objects = fileObjectStore(dir);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const erased: string[][] = [];
let withdrawn = false;
let parts: DeletionParts;

beforeAll(async () => {
  await startDynalite();
  parts = {
    tables: openTables(),
    client: openDocumentClient(),
    async purge({ bucket, prefix }, dryRun) {
      let count = 0;
      for await (const { key } of objects.list(requireEnvironment(bucket), prefix)) {
        count++;
        if (!dryRun) await objects.delete({ bucket: requireEnvironment(bucket), key });
      }
      return count;
    },
    eraseFromLake(owners, dryRun) {
      if (!dryRun) erased.push([...owners]);
      return Promise.resolve(0);
    },
    withdrawSnapshots(flightId, dryRun) {
      const snapshots =
        flightId === 'f1' && !withdrawn ? [{ snapshotId: 'snapshot-1', tiles: 2, others: 1 }] : [];
      if (!dryRun && snapshots.length > 0) withdrawn = true;
      return Promise.resolve({ snapshots, objects: snapshots.length * 5 });
    },
    trainingsWith: (flightId, snapshotIds) =>
      Promise.resolve(flightId === 'f1' && snapshotIds.length > 0 ? ['spring'] : []),
    modelsOf: (snapshotIds) => Promise.resolve(snapshotIds.map((id) => `model-of-${id}`)),
  };
  for (const flightId of ['f1', 'f2']) await fill(flightId);
});

async function put(table: Parameters<typeof requireEnvironment>[0], Item: Item): Promise<void> {
  await parts.client.send(new PutCommand({ TableName: requireEnvironment(table), Item }));
}

async function fill(flightId: string): Promise<void> {
  const { flights } = openTables();
  const runId = `${flightId}-run`;
  await flights.putFlight({
    flightId,
    manifest: { schema: 'umbel.flight/1', flightId },
    photos: 60,
    latestRunId: runId,
  });
  await flights.putRun(sampleRun({ flightId, runId, status: 'succeeded' }));
  for (let i = 0; i < 60; i++) {
    await put('photosTable', { flightId, sk: `spec#${i}` });
    await put('scoresTable', { runId, photoId: `p${i}` });
    await put('idempotencyTable', { id: `${flightId} ${i}`, data: { tiles: [`${flightId}/p${i}/grid/1`] } });
  }
  await put('reviewsTable', { runId, tileId: 'p1-3' });
  await put('labelsTable', { flightId, sk: 'p1#3#0' });
  await put('fieldMarksTable', { flightId, sk: 's1#0' });
  for (const [bucket, key] of [
    ['uploadsBucket', `flights/${flightId}/a.jpg`],
    ['workBucket', `sheets/${flightId}/m/a.jpg`],
    ['workBucket', `runs/${runId}/photos.jsonl`],
    ['workBucket', `trainings/${flightId === 'f1' ? 'spring' : 'autumn'}/tiles/hogweed/x.jpg`],
    ['reviewBucket', `tiles/${runId}/a-1.jpg`],
    ['resultsBucket', `${flightId}/${runId}/summary.json`],
  ] as const)
    await objects.put({ bucket: requireEnvironment(bucket), key }, 'x', 'text/plain');
}

const remove = (flightId: string, change: Partial<DeletionWishes> = {}) =>
  deleteFlight(parts, { flightId, dryRun: false, force: false, ...change });

describe('deleteFlight', () => {
  it('first says what there is, and leaves it', async () => {
    const look = await remove('f1', { dryRun: true });
    expect(look).toMatchObject({ deleted: false, runs: ['f1-run'] });
    expect(look.items).toEqual({
      photosTable: 60,
      labelsTable: 1,
      fieldMarksTable: 1,
      scoresTable: 60,
      reviewsTable: 1,
      idempotencyTable: 60,
      flightsTable: 3,
    });
    expect(look.objects).toEqual({
      'uploadsBucket flights/f1/': 1,
      'workBucket sheets/f1/': 1,
      'workBucket runs/f1-run/': 1,
      'reviewBucket tiles/f1-run/': 1,
      'resultsBucket f1/': 1,
      'workBucket trainings/spring/': 1,
      'modelsBucket snapshots': 5,
    });
    expect(look).toMatchObject({
      snapshots: ['snapshot-1'],
      trainings: ['spring'],
      models: ['model-of-snapshot-1'],
    });
    expect(await remove('f1', { dryRun: true })).toEqual(look);
  });

  it('leaves trainings where snapshots are kept', async () => {
    const look = await remove('f1', { dryRun: true, keepSnapshots: true });
    expect(look).toMatchObject({ snapshots: ['snapshot-1'], trainings: ['spring'] });
    expect(Object.keys(look.objects).filter((name) => /trainings|snapshots/.test(name))).toEqual([]);
  });

  it('deletes all of it, and nothing of another flight', async () => {
    const other = await remove('f2', { dryRun: true });
    expect(await remove('f1')).toMatchObject({ deleted: true });
    expect(erased).toEqual([['f1', 'f1-run']]);
    await expect(remove('f1', { dryRun: true })).rejects.toMatchObject({ code: 'flight.not-found' });
    expect(await remove('f2', { dryRun: true })).toEqual(other);
    const listed = await collect(parts.tables.flights.listFlights());
    expect(listed.map(({ flightId }) => flightId)).toEqual(['f2']);
  });

  it('does not delete under a run that is at work unless it is forced to', async () => {
    await parts.tables.flights.putRun(sampleRun({ flightId: 'f2', runId: 'f2-again' }));
    await expect(remove('f2')).rejects.toMatchObject({ code: 'flight.running', kind: 'conflict' });
    const stopped: string[] = [];
    const stopRun = async (runId: string) => {
      // It must be stopped before anything goes: it would write that again.
      expect(await parts.tables.flights.getRun('f2', runId)).toBeDefined();
      stopped.push(runId);
    };
    const wishes = { flightId: 'f2', force: true };
    expect(await deleteFlight({ ...parts, stopRun }, { ...wishes, dryRun: true })).toMatchObject({
      stopped: [],
    });
    expect(stopped).toEqual([]);
    expect(await deleteFlight({ ...parts, stopRun }, { ...wishes, dryRun: false })).toMatchObject({
      deleted: true,
      runs: ['f2-again', 'f2-run'],
      stopped: ['f2-again'],
    });
    expect(stopped).toEqual(['f2-again']);
  });

  it('takes no name that could stand for what belongs to others', async () => {
    for (const name of ['', '.', '..', 'f', 'F1', 'f1/', '../f1', 'f1/f1-run', '*', 'f1-'])
      await expect(remove(name), name).rejects.toMatchObject({
        code: name === 'f' ? 'flight.not-found' : 'flight.id-invalid',
      });
  });
});
