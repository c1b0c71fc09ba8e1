import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { deletionNeeds, flightTraces } from '#cli/delete/flight-traces.ts';
import { itemPlaces } from '#cli/delete/item-places.ts';
import { type ObjectPlace, objectPlaces } from '#cli/delete/object-places.ts';
import { type EnvironmentKey, environmentNames } from '#core/environment.ts';
import * as flightKeys from '#core/flight/keys.ts';
import * as lakeKeys from '#core/lake/keys.ts';
import * as trainingRun from '#core/model/training/training-run.ts';
import { snapshotKeys } from '#core/snapshot/snapshot.ts';
import { sheetKey, type SheetSpec } from '#core/tiling/sheet.ts';
import { repositoryRoot } from '../../architecture/sources.ts';

const [flightId, runId] = ['meadow', 'meadow-0123456789ab'];
const traces = flightTraces(flightId, [runId]);
const spec: SheetSpec = { tiling: { grid: [2, 2] }, tilePx: 224 };
const lakeFile = {
  table: 'photos',
  month: '2027-05',
  name: runId,
  writtenAtMs: 1,
  chance: '01234567',
} as const;
const tile = { sha256: 'a'.repeat(64), name: 'meadow_1-0.jpg' };

/** For each name that a module of keys gives out: the bucket and a key of the flight `meadow`; null: it is no key. */
type Samples = Readonly<Record<string, readonly [EnvironmentKey, string] | null>>;

const ofFlights: Samples = {
  uploadKey: ['uploadsBucket', flightKeys.uploadKey(flightId, 'a.jpg')],
  parseUploadKey: null,
  manifestName: ['uploadsBucket', flightKeys.uploadKey(flightId, flightKeys.manifestName)],
  fileListsPrefix: ['workBucket', `${flightKeys.fileListsPrefix}${flightId}/x`],
  fileListKey: ['workBucket', flightKeys.fileListKey(flightId, 'abc', 0)],
  runPrefix: ['workBucket', `${flightKeys.runPrefix(runId)}/photos.jsonl`],
  endpointRequestKey: ['workBucket', flightKeys.endpointRequestKey(runId, '0')],
  endpointAnswersPrefix: ['workBucket', `${flightKeys.endpointAnswersPrefix}answered/0.out`],
  batchPrefix: ['workBucket', `${flightKeys.batchPrefix(runId, 'tile-photos')}/begun/p1`],
  watchPrefix: ['workBucket', `${flightKeys.watchPrefix}x`],
  watchNotesKey: ['workBucket', flightKeys.watchNotesKey],
  resultsPrefix: ['resultsBucket', `${flightKeys.resultsPrefix(flightId, runId)}/summary.json`],
  driftFiguresKey: ['resultsBucket', flightKeys.driftFiguresKey(flightId, runId)],
  reviewTileKey: ['reviewBucket', flightKeys.reviewTileKey(runId, 'p1', 0)],
  previewKey: ['workBucket', flightKeys.previewKey(flightId, 'spec', 'p1')],
  modelKey: ['modelsBucket', flightKeys.modelKey('m', 'model.json')],
};

const ofTheLake: Samples = {
  dataPrefix: ['lakeBucket', `${lakeKeys.dataPrefix('photos', '2027-05')}x`],
  dataKey: ['lakeBucket', lakeKeys.dataKey(lakeFile)],
  writtenAtMs: null,
  commitKey: ['lakeBucket', lakeKeys.commitKey('2027-05')],
  commitsPrefix: ['lakeBucket', `${lakeKeys.commitsPrefix}x`],
  monthOfCommit: null,
  symlinkKey: ['lakeBucket', lakeKeys.symlinkKey('photos', '2027-05')],
  areasPrefix: ['lakeBucket', `${lakeKeys.areasPrefix}x`],
  parishesKey: ['lakeBucket', lakeKeys.parishesKey],
  athenaResultsPrefix: ['lakeBucket', `${lakeKeys.athenaResultsPrefix}0.csv`],
};

const ofTrainings: Samples = {
  trainingInputSchema: null,
  trainingMessageSchema: null,
  trainingPrefix: ['workBucket', `${trainingRun.trainingPrefix('spring')}/report.html`],
  trainedPackageKey: ['workBucket', trainingRun.trainedPackageKey('spring', 'model.json')],
};

const ofSnapshots: Samples = {
  snapshot: ['modelsBucket', snapshotKeys.snapshot('s')],
  tiles: ['modelsBucket', snapshotKeys.tiles('s')],
  withdrawn: ['modelsBucket', snapshotKeys.withdrawn('s')],
  picture: ['modelsBucket', snapshotKeys.picture(tile)],
  all: ['modelsBucket', `${snapshotKeys.all}x`],
  pictures: ['modelsBucket', `${snapshotKeys.pictures}x`],
};

function placesOf(bucket: EnvironmentKey, key: string): ObjectPlace[] {
  return objectPlaces.filter((place) => place.bucket === bucket && key.startsWith(place.prefix));
}

describe('what a deletion knows of objects', () => {
  it.each([
    ['core/flight/keys.ts', flightKeys, ofFlights],
    ['core/lake/keys.ts', lakeKeys, ofTheLake],
    ['core/model/training/training-run.ts', trainingRun, ofTrainings],
    ['snapshotKeys', snapshotKeys, ofSnapshots],
    ['core/tiling/sheet.ts', { sheetKey }, { sheetKey: ['workBucket', sheetKey(flightId, spec, 'p1')] }],
  ] as [string, object, Samples][])('covers every key of %s', (_name, module, samples) => {
    expect(Object.keys(samples).sort()).toEqual(Object.keys(module).sort());
    for (const [name, sample] of Object.entries(samples)) {
      if (sample === null) continue;
      const [bucket, key] = sample;
      const [place, ...others] = placesOf(bucket, key);
      expect([place === undefined, others], `${name}: ${bucket}/${key}`).toEqual([false, []]);
      const isTraced = traces.objects.some((each) => each.bucket === bucket && key.startsWith(each.prefix));
      expect(isTraced, name).toBe(place?.answer.by === 'flight' || place?.answer.by === 'run');
    }
  });

  it('covers every folder that a function or a worker may write to', () => {
    const folder = path.join(repositoryRoot, 'test/lib/suites');
    const files = ['', '.dev', '.dev-ecs-gpu', '.prod-sagemaker'].map(
      (label) => `least-privilege${label}.generated.json`,
    );
    const rights = files.flatMap((file) =>
      Object.values(
        z
          .record(z.string(), z.array(z.string()))
          .parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))),
      ).flat(),
    );
    const written = new Set(
      rights.flatMap((right) => /^s3:PutObject on (?:arn:Partition:s3:::)?(\w+\/.*)$/.exec(right)?.[1] ?? []),
    );
    expect(written.size).toBeGreaterThan(10);
    const unknown = [...written].filter((line) => !isKnown(line));
    // Whole buckets, where the code's own keys (above) say more, and GuardDuty's object without content.
    expect(unknown.sort()).toEqual([
      'Lake/*',
      'Models/*',
      'Models/malware-protection-resource-validation-object',
      'Work/*',
    ]);
  });

  it('takes nothing of a flight whose name begins like its own', () => {
    for (const [bucket, key] of [
      ['uploadsBucket', flightKeys.uploadKey('meadow-2', 'a.jpg')],
      ['workBucket', `${flightKeys.runPrefix(`${runId}0`)}/photos.jsonl`],
      ['workBucket', sheetKey('meadow-2', spec, 'p1')],
      ['resultsBucket', flightKeys.driftFiguresKey('meadow-2', 'r')],
    ] as const)
      expect(
        traces.objects.filter((each) => each.bucket === bucket && key.startsWith(each.prefix)),
        key,
      ).toEqual([]);
  });

  it('says why something stays', () => {
    const reasons = [...objectPlaces, ...itemPlaces].flatMap(({ answer }) =>
      answer.by === 'nobody' ? [answer.because] : [],
    );
    expect(reasons).not.toEqual([]);
    expect(reasons.filter((reason) => !/^[A-Z].{20,}\.$/.test(reason))).toEqual([]);
  });
});

/** A right to write `Work/runs/*`: the folder has an answer. */
function isKnown(right: string): boolean {
  const [name = '', ...rest] = right.split('/');
  const prefix = rest.join('/').replace(/\*.*$/, '');
  return objectPlaces.some(
    (place) => place.bucket === `${name.toLowerCase()}Bucket` && prefix.startsWith(place.prefix),
  );
}

describe('what a deletion knows of tables and names', () => {
  const names = Object.keys(environmentNames);

  it('covers every table', () => {
    expect(itemPlaces.map(({ table }) => table).sort()).toEqual(
      names.filter((name) => name.endsWith('Table')).sort(),
    );
    const traced = new Set([...traces.items, ...traces.last].map(({ table }) => table));
    for (const { table, answer } of itemPlaces)
      expect(traced.has(table), table).toBe(['flight', 'run', 'last'].includes(answer.by));
  });

  it('covers every bucket, and asks for the names of all that it takes from', () => {
    const buckets = new Set(objectPlaces.map(({ bucket }) => bucket));
    expect([...buckets].sort()).toEqual(names.filter((name) => name.endsWith('Bucket')).sort());
    const tables = itemPlaces.filter(({ answer }) => answer.by !== 'nobody').map(({ table }) => table);
    expect([...deletionNeeds].sort()).toEqual([...buckets, ...tables].sort());
  });
});
