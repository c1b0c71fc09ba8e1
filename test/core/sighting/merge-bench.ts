import { detectionIdOf, type Detection, type PhotoFootprint } from '#core/sighting/detection.ts';
import { mergeDetections } from '#core/sighting/merge.ts';
import { seeded } from './survey.ts';

/** How long merging took, and the most memory that the process has held so far. */
export interface MergeBench {
  readonly detections: number;
  readonly sightings: number;
  readonly stands: number;
  readonly tookMs: number;
  readonly peakRssMb: number;
}

const photo = { widthM: 40, heightM: 30, step: 0.3, detections: 50 };
const metresPerDeg = { lat: 111_300, lon: 63_800 };
/** Metres between plants. */
export const spacingsM = {
  /** Plants a few metres apart, each seen in about ten photos. */
  scattered: Math.sqrt(((photo.widthM * photo.heightM) / photo.detections) * 2.2),
  /** A carpet: everything becomes stands. */
  dense: 1.5,
};

/** Times `mergeDetections` on about `wanted` made-up detections of a survey with 70 % overlap and its outlines. */
export function benchMerge(wanted: number, kind: keyof typeof spacingsM): MergeBench {
  const { detections, footprints } = bigSurvey(wanted, spacingsM[kind]);
  const start = performance.now();
  const sightings = mergeDetections(detections, { flightId: 'bench', threshold: 0.5, footprints });
  return {
    detections: detections.length,
    sightings: sightings.length,
    stands: sightings.filter(({ stand }) => stand !== undefined).length,
    tookMs: Math.round(performance.now() - start),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

/** The detections and outlines of a made-up survey. */
export function bigSurvey(
  wanted: number,
  spacingM: number,
): { detections: Detection[]; footprints: PhotoFootprint[] } {
  const random = seeded(1);
  const photos = wanted / photo.detections;
  const cols = Math.ceil(Math.sqrt(photos));
  const detections: Detection[] = [];
  const footprints: PhotoFootprint[] = [];
  for (let i = 0; i < photos; i++) {
    const photoId = i.toString(16).padStart(20, '0');
    const x = (i % cols) * photo.widthM * photo.step;
    const y = Math.floor(i / cols) * photo.heightM * photo.step;
    const errorX = (random() + random() - 1) * 3;
    const errorY = (random() + random() - 1) * 3;
    footprints.push({ photoId, footprint: outline(x + errorX, y + errorY) });
    placesIn(x, y, spacingM).forEach(([plantX, plantY], tile) => {
      detections.push({
        detectionId: detectionIdOf(photoId, tile),
        photoId,
        photoName: `survey/DJI_${i}.JPG`,
        tileIndex: tile,
        confidence: 0.5 + random() / 2,
        lat: 55 + (plantY + errorY + random() - 0.5) / metresPerDeg.lat,
        lon: 12 + (plantX + errorX + random() - 0.5) / metresPerDeg.lon,
        uncertaintyM: 2,
        areaM2: 6.25,
        tileSizeM: 2.5,
      });
    });
  }
  return { detections, footprints };
}

/** Plants on a shaken grid, each with one to three tiles. */
function placesIn(x: number, y: number, spacingM: number): [number, number][] {
  const found: [number, number][] = [];
  const [west, south] = [x - photo.widthM / 2, y - photo.heightM / 2];
  for (let col = Math.ceil(west / spacingM); col * spacingM < west + photo.widthM; col++) {
    for (let row = Math.ceil(south / spacingM); row * spacingM < south + photo.heightM; row++) {
      const tiles = 1 + Math.abs((col * 7 + row * 13) % 3);
      for (let tile = 0; tile < tiles && found.length < photo.detections; tile++)
        found.push([
          col * spacingM + Math.cos(col * 31 + row),
          row * spacingM + Math.sin(col * 99 + row * 7),
        ]);
    }
  }
  return found;
}

function outline(x: number, y: number): [number, number][] {
  const [w, h] = [photo.widthM / 2, photo.heightM / 2];
  const corners = [
    [-w, -h],
    [w, -h],
    [w, h],
    [-w, h],
  ] as const;
  return corners.map(([dx, dy]) => [12 + (x + dx) / metresPerDeg.lon, 55 + (y + dy) / metresPerDeg.lat]);
}

if (import.meta.main) {
  const kind = process.argv[3] === 'dense' ? 'dense' : 'scattered';
  console.log(JSON.stringify(benchMerge(Number(process.argv[2] ?? 1_000_000), kind)));
}
