import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Answer } from '#core/label/label.ts';
import { parseTileId } from '#core/label/tile-identity.ts';
import { simulatedReviewer } from '#core/simulate/reviewer/answer-tile.ts';
import { planTiles, tileBox } from '#core/tiling/plan.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { appSyncServer } from '#platform/local/appsync.ts';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { truthOf } from './loop-tiles.ts';

const schemaText = readFileSync(new URL('../../lambdas/api/schema.graphql', import.meta.url), 'utf8');
const labelTile = `mutation ($input: LabelTileInput!) { labelTile(input: $input) { version } }`;
const names = {
  hogweed: 'HOGWEED',
  'not-hogweed': 'NOT_HOGWEED',
  unsure: 'UNSURE',
  'bad-image': 'BAD_IMAGE',
} as const;

/**
 * A reviewer who knows the truth of a simulated flight answers on tiles, one by one through the API, as the console does.
 * @param tileIds `<flight>/<photo>/<tiling>/<tile>`
 * @returns how often each answer was given
 */
export async function reviewTiles(
  homeDir: string,
  { dir, tileIds }: { readonly dir: string; readonly tileIds: readonly string[] },
): Promise<Partial<Record<Answer, number>>> {
  const answerOf = simulatedReviewer(truthOf(dir));
  const cloud = await openLocalCloud({ homeDir, keepWarm: ['umbel-api'] });
  try {
    const api = appSyncServer({
      schemaText,
      invoke: (event) => cloud.invoke('umbel-api', event),
      onError: (error) => console.error(error),
    });
    const identity = { sub: 'reviewer', username: 'reviewer', groups: ['biologist'], claims: {} };
    const given: Partial<Record<Answer, number>> = {};
    for (const tileId of tileIds) {
      const answer = answerOf(...(await whereIs(cloud, tileId)));
      const input = { tileId, answer: names[answer], idempotencyKey: hash('sha256', tileId).slice(0, 32) };
      const response = await api.fetch(
        'http://127.0.0.1/graphql',
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query: labelTile, variables: { input } }),
        },
        { identity },
      );
      const { errors } = (await response.json()) as { readonly errors?: readonly object[] };
      if (errors !== undefined) throw new Error(`${tileId}: ${JSON.stringify(errors)}`);
      given[answer] = (given[answer] ?? 0) + 1;
    }
    return given;
  } finally {
    await cloud.close();
  }
}

/** The photo of a tile by its name, and the tile's box in it. */
async function whereIs(
  { tables }: Awaited<ReturnType<typeof openLocalCloud>>,
  tileId: string,
): Promise<[string, ReturnType<typeof tileBox>]> {
  const { flightId, photoId, tile } = parseTileId(tileId);
  const flight = await tables.flights.getFlight(flightId);
  const run = (await tables.flights.getRun(flightId, flight?.latestRunId ?? ''))?.run;
  if (run === undefined) throw new Error(`${flightId} has no run`);
  const photo = (await tables.photos.getMany(flightId, sheetSpecName(run.sheet), [photoId])).get(photoId);
  if (photo?.outcome !== 'tiled') throw new Error(`${photoId} was not tiled`);
  return [photo.name, tileBox(planTiles(run.sheet.tiling, photo), tile)];
}
