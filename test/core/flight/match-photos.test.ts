import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ManifestPhoto } from '#core/flight/manifest.ts';
import { type FlightFile, isPhotoName, matchPhotos, type MatchedFlight } from '#core/flight/match-photos.ts';

const sha = (digit: string) => digit.repeat(64);
const listed = (name: string, digit = name[0]!, sizeBytes = 10): ManifestPhoto => ({
  name,
  sizeBytes,
  sha256: sha(digit),
});
const file = (name: string, sizeBytes = 10, contentId = name.padEnd(20, '0')): FlightFile => ({
  name,
  sizeBytes,
  contentId,
});
const outcomes = ({ photos, leftOut }: MatchedFlight) => ({
  photos: photos.map(({ name }) => name),
  leftOut: Object.fromEntries(
    leftOut.map(({ name, outcome, reason }) => [name, `${outcome} ${reason.code}`]),
  ),
});

describe('photos of a flight with a list', () => {
  it('are those that are listed and there', () => {
    const matched = matchPhotos({ photos: [listed('b.jpg'), listed('a.jpg')] }, [
      file('a.jpg'),
      file('b.jpg'),
    ]);
    expect(matched.photos).toEqual([
      { name: 'a.jpg', sizeBytes: 10, sha256: sha('a'), photoId: 'a'.repeat(20) },
      { name: 'b.jpg', sizeBytes: 10, sha256: sha('b'), photoId: 'b'.repeat(20) },
    ]);
    expect(matched.leftOut).toEqual([]);
  });

  it('are quarantined when missing or changed, skipped when unlisted, and every other file is a side file', () => {
    const manifest = {
      photos: [listed('a.jpg'), listed('b.jpg'), listed('c.jpg')],
      sideFiles: ['notes.txt'],
    };
    const there = [
      file('b.jpg', 9),
      file('c.jpg'),
      file('d.JPEG'),
      file('video.SRT'),
      file('._c.jpg'),
      file('.trash/c.jpg'),
    ];
    expect(outcomes(matchPhotos(manifest, there))).toEqual({
      photos: ['c.jpg'],
      leftOut: {
        'a.jpg': 'quarantined photo.missing',
        'b.jpg': 'quarantined photo.changed',
        'd.JPEG': 'skipped photo.unlisted',
        'video.SRT': 'side-file file.not-a-photo',
        '._c.jpg': 'side-file file.not-a-photo',
        '.trash/c.jpg': 'side-file file.not-a-photo',
        'notes.txt': 'side-file file.not-a-photo',
      },
    });
  });

  it('are done once when two names hold the same photo: the smallest name wins, whatever the order', () => {
    const photos = [listed('c.jpg', '1'), listed('a.jpg', '1'), listed('b.jpg', '1')];
    const matched = matchPhotos(
      { photos },
      photos.map(({ name }) => file(name)),
    );
    expect(outcomes(matched)).toEqual({
      photos: ['a.jpg'],
      leftOut: { 'b.jpg': 'skipped photo.duplicate', 'c.jpg': 'skipped photo.duplicate' },
    });
    expect(matched.leftOut[0]?.reason.message).toBe('The same photo as a.jpg, byte for byte.');
  });

  it('say both sizes of a changed photo', () => {
    const { leftOut } = matchPhotos({ photos: [listed('a.jpg', 'a', 100)] }, [file('a.jpg', 42)]);
    expect(leftOut[0]?.reason.message).toMatch(/Has 42 bytes, but flight.json says 100/);
  });
});

describe('photos of a flight without a list', () => {
  it('are whatever lies there, known by its content', () => {
    const there = [file('z/b.jpg', 1, 'x'), file('a.jpg', 2, 'y'), file('c.jpg', 3, 'x'), file('readme')];
    const matched = matchPhotos({}, there);
    expect(matched.photos).toEqual([
      { name: 'a.jpg', sizeBytes: 2, photoId: 'y' },
      { name: 'c.jpg', sizeBytes: 3, photoId: 'x' },
    ]);
    expect(outcomes(matched).leftOut).toEqual({
      'z/b.jpg': 'skipped photo.duplicate',
      readme: 'side-file file.not-a-photo',
    });
  });

  it('are none where the list is empty', () => {
    expect(outcomes(matchPhotos({ photos: [] }, [file('a.jpg')]))).toEqual({
      photos: [],
      leftOut: { 'a.jpg': 'skipped photo.unlisted' },
    });
  });
});

describe('every name of a flight', () => {
  const name = fc.constantFrom('a.jpg', 'b.JPG', 'c.jpeg', 'd/a.jpg', '.e.jpg', 'f.txt', 'g.SRT', 'ø 1.jpg');
  const content = fc.constantFrom('1', '2', '3');
  const manifest = fc.record(
    {
      photos: fc.array(fc.tuple(name, content, fc.constantFrom(10, 11)).map((photo) => listed(...photo))),
      sideFiles: fc.array(name),
    },
    { requiredKeys: [] },
  );
  const files = fc.uniqueArray(fc.tuple(name, fc.constantFrom(10, 11), content), {
    selector: ([fileName]) => fileName,
  });

  it('ends in exactly one of photos and left out, with one photo for each content', () => {
    fc.assert(
      fc.property(manifest, files, ({ photos: list, sideFiles }, there) => {
        const { photos, leftOut } = matchPhotos(
          {
            ...(list === undefined ? {} : { photos: list }),
            ...(sideFiles === undefined ? {} : { sideFiles }),
          },
          there.map((one) => file(...one)),
        );
        const results = [...photos, ...leftOut].map((entry) => entry.name);
        const names = [
          ...(list ?? []).map((entry) => entry.name),
          ...(sideFiles ?? []),
          ...there.map(([n]) => n),
        ];
        expect(results.toSorted()).toEqual([...new Set(names)].sort());
        expect(new Set(photos.map(({ photoId }) => photoId)).size).toBe(photos.length);
        expect(photos.map((photo) => photo.name)).toEqual(photos.map((photo) => photo.name).sort());
        expect(leftOut.map((entry) => entry.name)).toEqual(leftOut.map((entry) => entry.name).sort());
        for (const photo of photos) expect(there.map(([n]) => n)).toContain(photo.name);
      }),
      { numRuns: 500 },
    );
  });

  it('has the same outcome in whatever order the store lists the files', () => {
    fc.assert(
      fc.property(manifest, files, ({ photos: list, sideFiles }, there) => {
        const given = {
          ...(list === undefined ? {} : { photos: list }),
          ...(sideFiles === undefined ? {} : { sideFiles }),
        };
        const listing = there.map((one) => file(...one));
        expect(matchPhotos(given, listing.toReversed())).toEqual(matchPhotos(given, listing));
      }),
    );
  });
});

describe('the name of a photo', () => {
  it.each(['a.jpg', 'a.JPG', 'a.jpeg', 'a.JpEg', 'd e/ø.jpg', 'a.b.jpg'])('%s', (photoName) => {
    expect(isPhotoName(photoName)).toBe(true);
  });
  it.each(['a.png', 'a.jpg.part', 'jpg', 'a.dng', '.a.jpg', 'd/._a.jpg', '.d/a.jpg', 'a.jpg~', 'Thumbs.db'])(
    'is not %s',
    (photoName) => {
      expect(isPhotoName(photoName)).toBe(false);
    },
  );
});
