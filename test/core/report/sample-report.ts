import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { mergeDetections } from '#core/sighting/merge.ts';
import { histogramOf } from '#core/report/histogram.ts';
import type { PhotoProblem, ReportData, ReportTile } from '#core/report/report-data.ts';
import type { ReportAssets } from '#core/report/map-page.ts';
import { seeded, simulateSurvey } from '../sighting/survey.ts';

/** Leaflet as the report gets it. */
export async function leafletAssets(): Promise<ReportAssets> {
  const folder = new URL('../../../node_modules/leaflet/dist/', import.meta.url);
  const [leafletJs, leafletCss] = await Promise.all([
    readFile(new URL('leaflet.js', folder), 'utf8'),
    readFile(new URL('leaflet.css', folder), 'utf8'),
  ]);
  return { leafletJs, leafletCss };
}

/** Every detection of a plant is about as sure as the others: how sure depends on where it stands. */
function sureness({ lat, lon }: { lat: number; lon: number }): number {
  return 0.56 + 0.43 * (0.5 + 0.5 * Math.sin(lat * 3e4) * Math.cos(lon * 2e4)) ** 0.6;
}

/** A report's data as a real flight would give it, with a file name that is an attack. */
export async function sampleReport(changes: Partial<ReportData> = {}): Promise<ReportData> {
  const random = seeded(7);
  const survey = simulateSurvey({
    seed: 3,
    plants: 46,
    spacingM: 6,
    fieldM: 120,
    overlap: 0.6,
    photoWidthM: 52,
    photoHeightM: 39,
    gpsSigmaM: 1.2,
    yawSigmaDeg: 1,
  });
  const clump = simulateSurvey({
    seed: 5,
    plants: 14,
    spacingM: 1.6,
    fieldM: 9,
    overlap: 0.2,
    photoWidthM: 30,
    photoHeightM: 30,
    gpsSigmaM: 1.2,
    originLat: 55.6003,
    originLon: 12.5006,
  });
  const detections = [
    ...survey.detections.map((detection) => ({ ...detection, confidence: sureness(detection) })),
    ...clump.detections.map((detection) => ({
      ...detection,
      photoId: `clump-${detection.photoId}`,
      detectionId: `clump-${detection.detectionId}`,
    })),
  ];
  const sightings = mergeDetections(detections, {
    flightId: 'brook-meadow-2026-07-01',
    threshold: 0.55,
    footprints: survey.footprints,
  });
  const picture = await tilePicture(1);
  return {
    flight: {
      flightId: 'brook-meadow-2026-07-01',
      title: 'Brook meadow, lower reach',
      operator: 'Nature department',
      capturedAt: '2026-07-01T10:05:12+02:00',
      simulated: true,
    },
    run: {
      runId: 'brook-meadow-2026-07-01-4f2a91',
      startedAt: '2026-07-01T14:30:00Z',
      modelId: 'meadow-cnn-3c1f0a9b2d4e',
      modelTitle: 'Meadow CNN 1',
      engine: 'onnx',
      threshold: 0.55,
      tiling: 'm:2.5,0.5',
    },
    counts: {
      read: survey.footprints.length + 9,
      scored: survey.footprints.length + 4,
      quarantined: 4,
      unplaced: 4,
      skipped: 1,
      failed: 0,
      prepared: 0,
      sideFiles: 3,
      tiles: 18_240,
      review: 212,
    },
    sightings,
    photos: survey.footprints.map((footprint) => ({ ...footprint, name: `${footprint.photoId}.JPG` })),
    histogram: histogramOf(sampleConfidences(random), 50),
    bestTiles: await sampleTiles(16, (i) => 0.999 - i * 0.004),
    uncertainTiles: await sampleTiles(16, (i) => 0.55 + (i % 2 === 0 ? 1 : -1) * i * 0.004),
    problems: sampleProblems(),
    flags: [
      {
        flag: 'pose.gimbal-lock',
        meaning: 'The camera looked straight down and its roll was set to 0.',
        photos: 41,
      },
      {
        flag: 'quality.blurred',
        meaning: 'The photo is blurred.',
        photos: 3,
        names: ['DJI_0007.JPG', 'DJI_0008.JPG', 'DJI_0031.JPG'],
      },
    ],
    overlap: {
      compared: 40,
      aligned: 36,
      moved: 2,
      turned: 3,
      doubtful: 1,
      apartBeforeM: 2.14,
      apartAfterM: 0.184,
    },
    stages: [
      { name: 'open-flight', tookMs: 640 },
      { name: 'tile-photos', tookMs: 14_300 },
      { name: 'check-sanity', tookMs: 410 },
      { name: 'score-photos', tookMs: 22_800 },
      { name: 'cut-review-tiles', tookMs: 5100 },
      { name: 'summarise-flight', tookMs: 1900 },
    ],
    files: [
      { name: 'sightings.geojson', holds: 'sightings for GIS programs' },
      { name: 'sightings.gpx', holds: 'waypoints for hand-held devices' },
      { name: 'photos.csv', holds: 'every photo with its outcome and reason' },
    ],
    pictures: Object.fromEntries(sightings.map(({ bestView }) => [bestView.detectionId, picture])),
    ...changes,
  };
}

function sampleConfidences(random: () => number): number[] {
  return Array.from({ length: 18_240 }, (_, i) => (i % 40 === 0 ? 1 - random() ** 3 : random() ** 9));
}

async function sampleTiles(count: number, confidence: (i: number) => number): Promise<ReportTile[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => ({
      photoName: `DJI_${String(40 + i).padStart(4, '0')}.JPG`,
      tileIndex: i * 13,
      confidence: confidence(i),
      jpegBase64: await tilePicture(i),
      ...(i % 3 === 0 ? { sightingNumber: i + 1 } : {}),
    })),
  );
}

function sampleProblems(): PhotoProblem[] {
  const notPlaced = Array.from({ length: 4 }, (_, i) => ({
    photoName: `DJI_000${i + 1}.JPG`,
    kind: 'not-placed' as const,
    reasonCode: 'pose.no-position',
    reason: 'The photo holds no GPS position.',
  }));
  return [
    {
      photoName: '<script>document.title="owned"</script>.JPG',
      kind: 'not-scored',
      reasonCode: 'photo.truncated',
      reason: 'The file ends before the picture does.',
    },
    {
      photoName: '</script><img src=x onerror=alert(1)>.JPG',
      kind: 'not-scored',
      reasonCode: 'photo.truncated',
      reason: 'The file ends before the picture does.',
    },
    {
      photoName: 'map drawing.svg.jpg',
      kind: 'not-scored',
      reasonCode: 'photo.not-jpeg',
      reason: 'The file is an SVG drawing, not a JPEG photo.',
    },
    ...notPlaced,
  ];
}

/** A meadow with a white umbel, as base64 JPEG. */
async function tilePicture(seed: number): Promise<string> {
  const random = seeded(seed);
  const flowers = Array.from({ length: 60 }, () => {
    const [angle, radius] = [random() * 2 * Math.PI, Math.sqrt(random()) * 24];
    return `<circle cx="${64 + radius * Math.cos(angle)}" cy="${64 + radius * Math.sin(angle)}" r="3" fill="#f4f5ee"/>`;
  });
  const grass = Array.from(
    { length: 300 },
    () =>
      `<path d="M${random() * 128} ${random() * 128}l${random() * 10 - 5} ${random() * 10 - 5}" stroke="rgb(${60 + random() * 40},${100 + random() * 60},${40 + random() * 30})" stroke-width="2"/>`,
  );
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="128" height="128"><rect width="128" height="128" fill="#5f8440"/>${grass.join('')}${flowers.join('')}</svg>`;
  return (await sharp(Buffer.from(svg)).jpeg({ quality: 70 }).toBuffer()).toString('base64');
}
