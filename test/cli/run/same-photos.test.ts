import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { contentTagOf, flightsWithSamePhotos, samePhotosNote } from '#cli/run/same-photos.ts';
import { manifestName, uploadKey } from '#core/flight/keys.ts';
import type { FlightManifest } from '#core/flight/manifest.ts';
import { fileObjectStore } from '#platform/local/object-store.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

const photosOf = (...contents: string[]) =>
  contents.map((content, i) => ({
    name: `${i}.jpg`,
    sizeBytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }));

const flightOf = (name: string, ...contents: string[]): FlightManifest => {
  const photos = photosOf(...contents);
  return { schema: 'umbel.flight/1', flightId: `${name}-${contentTagOf(photos)}`, photos };
};

/** Flights that were brought in before; those with a text hold that instead of a manifest. */
async function knownFlights(...known: readonly (FlightManifest | readonly [string, string | undefined])[]) {
  const objects = fileObjectStore(temporaryFolder());
  const bucket = 'umbel-uploads';
  const ids: string[] = [];
  for (const one of known) {
    const [flightId, text] = 'flightId' in one ? [one.flightId, JSON.stringify(one)] : one;
    ids.push(flightId);
    const ref = { bucket, key: uploadKey(flightId, manifestName) };
    if (text !== undefined) await objects.put(ref, text, 'application/json');
  }
  const flights = {
    async *listFlights() {
      for (const flightId of ids) yield Promise.resolve({ flightId, latestRunId: 'run', startedAt: '' });
    },
  };
  return { flights, objects, bucket };
}

describe('the photos of another flight', () => {
  it('are known again in a copy of its folder, and in no other', async () => {
    const known = await knownFlights(
      flightOf('brook', 'a', 'b'),
      flightOf('meadow', 'a', 'c'),
      flightOf('copy', 'a', 'b'),
    );
    expect(await flightsWithSamePhotos(known, flightOf('copy', 'a', 'b'))).toEqual([
      flightOf('brook', 'a', 'b').flightId,
    ]);
    expect(await flightsWithSamePhotos(known, flightOf('new', 'a', 'b', 'c'))).toEqual([]);
    expect(await flightsWithSamePhotos(known, flightOf('empty'))).toEqual([]);
  });

  it('are compared themselves: an id that ends alike is not enough, nor is a manifest that is gone or damaged', async () => {
    const mine = flightOf('mine', 'a', 'b');
    const tag = contentTagOf(mine.photos!);
    const other = { ...flightOf('other', 'x'), flightId: `other-${tag}` };
    const known = await knownFlights(other, [`gone-${tag}`, undefined], [`damaged-${tag}`, '{']);
    expect(await flightsWithSamePhotos(known, mine)).toEqual([]);
  });

  it('are told with the flights that have them, and with what to do', () => {
    const note = samePhotosNote(['brook-1', 'lake-1'], 'copy-1');
    expect(note).toContain('brook-1, lake-1');
    expect(note).toContain('umbel delete copy-1');
  });
});
