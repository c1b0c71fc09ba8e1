import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { candidates } from '#cli/candidates/candidates.ts';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';
import { addRun, answerOn, flightId } from '../loop-flight.ts';

const home = temporaryFolder();
beforeAll(async () => {
  vi.stubEnv('UMBEL_HOME', home);
  const cloud = await openLocalCloud();
  await addRun(cloud, {
    runId: 'one',
    day: '2026-07-01',
    sightings: [],
    confidences: [0.5, 0.45, 0.02, 0.4],
  });
  await cloud.tables.labels.append(answerOn(0, 'hogweed', '2026-07-02'));
  await cloud.close();
});

const tilesOf = async (flags: object) => {
  const answer = JSON.parse(await candidates([flightId], { ...flags, json: true })) as {
    readonly open: number;
    readonly tiles: readonly { readonly tile: number; readonly tileId: string }[];
  };
  return answer;
};

describe('umbel candidates', () => {
  it('lists unsure tiles without an answer, the same ones each time, also where the sheet is gone', async () => {
    const { open, tiles } = await tilesOf({ count: 2 });
    expect(open).toBe(3);
    expect(tiles.map(({ tile }) => tile)).toEqual([1, 3]);
    expect(tiles[0]?.tileId).toMatch(/^meadow\/[0-9a-f]{20}\/grid:2x2\/1$/);
    expect((await tilesOf({ count: 2 })).tiles).toEqual(tiles);
  });

  it('draws at random by the seed, whatever the model says', async () => {
    const drawn = await tilesOf({ count: 3, random: true, seed: 4 });
    expect(drawn.tiles.map(({ tile }) => tile).sort((a, b) => a - b)).toEqual([1, 2, 3]);
  });

  it('writes a CSV', async () => {
    const out = path.join(home, 'tiles.csv');
    expect(await candidates([flightId], { count: 1, out })).toContain('1 of 3 tiles without an answer');
    expect(readFileSync(out, 'utf8').trim().split('\n')).toHaveLength(2);
    const nowhere = candidates([flightId], { out: path.join(home, 'none', 'tiles.csv') });
    await expect(nowhere).rejects.toMatchObject({ code: 'candidates.unwritable' });
  });

  it('refuses what is not there, and says when nothing is left', async () => {
    await expect(candidates(['heath'], {})).rejects.toMatchObject({ code: 'flight.not-found' });
    const cloud = await openLocalCloud();
    for (const tile of [1, 2, 3]) await cloud.tables.labels.append(answerOn(tile, 'unsure', '2026-07-03'));
    await cloud.close();
    await expect(candidates([flightId], {})).rejects.toMatchObject({ code: 'candidates.none' });
  });
});
