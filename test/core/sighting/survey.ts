import { detectionIdOf, sigmas68, type Detection, type PhotoFootprint } from '#core/sighting/detection.ts';
import { groundFrameAt, placeOf, type GroundFrame } from '#core/sighting/ground-frame.ts';

/** A made-up survey over one field, in ground terms only: no pixels, no camera. */
export interface SurveyOptions {
  readonly seed: number;
  readonly plants: number;
  /** No two plants closer than this, metres. */
  readonly spacingM: number;
  readonly fieldM: number;
  /** Share of a photo that the next one shows again, along and across the line of flight. */
  readonly overlap: number;
  readonly photoWidthM: number;
  readonly photoHeightM: number;
  /** Error of each photo's position along one axis, metres. */
  readonly gpsSigmaM: number;
  /** Share of the GPS variance that all photos have in common. */
  readonly commonShare?: number;
  readonly yawSigmaDeg?: number;
  /** Probability that a plant in view is detected. */
  readonly recall?: number;
  readonly tileSizeM?: number;
  readonly tileOverlapM?: number;
  /** The model points at the plant inside the tile; else the tile's centre is taken. */
  readonly pointsAtPlant?: boolean;
  readonly originLat?: number;
  readonly originLon?: number;
}

export interface Survey {
  readonly detections: Detection[];
  readonly footprints: PhotoFootprint[];
  /** True places of the plants that were seen at least once, metres in `frame`. */
  readonly seen: { readonly x: number; readonly y: number }[];
  readonly frame: GroundFrame;
}

/** Pseudo-random numbers in [0, 1) from a seed: mulberry32 by T. Ettinger (public domain). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function normalFrom(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Plants at random, none closer to another than the spacing. */
function scatterPlants(options: SurveyOptions, random: () => number): { x: number; y: number }[] {
  const plants: { x: number; y: number }[] = [];
  for (let attempt = 0; plants.length < options.plants && attempt < options.plants * 200; attempt++) {
    const plant = { x: (random() - 0.5) * options.fieldM, y: (random() - 0.5) * options.fieldM };
    if (plants.every(({ x, y }) => Math.hypot(x - plant.x, y - plant.y) >= options.spacingM))
      plants.push(plant);
  }
  return plants;
}

/** A survey flown in lines over the field, with the detections that a fair model would make. */
export function simulateSurvey(options: SurveyOptions): Survey {
  const random = seeded(options.seed);
  const normal = normalFrom(random);
  const plants = scatterPlants(options, random);
  const frame = groundFrameAt(options.originLat ?? 55.6, options.originLon ?? 12.5);
  const survey: Survey = { detections: [], footprints: [], seen: [], frame };
  const seen = new Set<number>();
  const common = Math.sqrt(options.commonShare ?? 0) * options.gpsSigmaM;
  const own = Math.sqrt(1 - (options.commonShare ?? 0)) * options.gpsSigmaM;
  const drift = { x: normal() * common, y: normal() * common };
  const stepX = options.photoWidthM * (1 - options.overlap);
  const stepY = options.photoHeightM * (1 - options.overlap);
  const half = options.fieldM / 2;
  let number = 0;
  for (let x = -half; x <= half + stepX / 2; x += stepX) {
    for (let y = -half; y <= half + stepY / 2; y += stepY) {
      const photo = {
        photoId: `photo-${String(number++).padStart(5, '0')}`,
        x,
        y,
        errorX: drift.x + normal() * own,
        errorY: drift.y + normal() * own,
        yaw: (normal() * (options.yawSigmaDeg ?? 0) * Math.PI) / 180,
      };
      survey.footprints.push({ photoId: photo.photoId, footprint: outlineOf(photo, options, frame) });
      plants.forEach((plant, i) => {
        const [dx, dy] = [plant.x - x, plant.y - y];
        if (Math.abs(dx) > options.photoWidthM / 2 || Math.abs(dy) > options.photoHeightM / 2) return;
        if (random() >= (options.recall ?? 0.9)) return;
        if (!seen.has(i)) survey.seen.push(plant);
        seen.add(i);
        for (const hit of tilesThatFire(dx, dy, { options, random, normal }))
          survey.detections.push(detectionOf(photo, hit, { options, frame }));
      });
    }
  }
  return survey;
}

interface FlownPhoto {
  readonly photoId: string;
  readonly x: number;
  readonly y: number;
  readonly errorX: number;
  readonly errorY: number;
  readonly yaw: number;
}

interface Hit {
  /** Place that the tile stands for, metres from the photo's middle. */
  readonly dx: number;
  readonly dy: number;
  readonly tile: number;
  readonly confidence: number;
}

function outlineOf(photo: FlownPhoto, options: SurveyOptions, frame: GroundFrame): [number, number][] {
  const [w, h] = [options.photoWidthM / 2, options.photoHeightM / 2];
  return [
    [-w, -h],
    [w, -h],
    [w, h],
    [-w, h],
  ].map(([dx, dy]) => {
    const { lat, lon } = placeOf(frame, photo.x + dx! + photo.errorX, photo.y + dy! + photo.errorY);
    return [lon, lat];
  });
}

function tilesThatFire(
  dx: number,
  dy: number,
  { options, random, normal }: { options: SurveyOptions; random: () => number; normal: () => number },
): Hit[] {
  const size = options.tileSizeM ?? 2.5;
  const stride = size - (options.tileOverlapM ?? 0.5);
  const cols = Math.ceil(options.photoWidthM / stride);
  const radius = 0.5 + random() * 0.8;
  const [left, top] = [dx + options.photoWidthM / 2, dy + options.photoHeightM / 2];
  const hits: Hit[] = [];
  const clamp = (value: number, low: number): number => Math.min(low + size, Math.max(low, value));
  for (let row = Math.floor((top - radius - size) / stride); row * stride < top + radius; row++) {
    for (let col = Math.floor((left - radius - size) / stride); col * stride < left + radius; col++) {
      if (row < 0 || col < 0) continue;
      const near = { x: clamp(left, col * stride), y: clamp(top, row * stride) };
      const reach = Math.hypot(near.x - left, near.y - top) / radius;
      if (reach > 0.7) continue;
      const at =
        options.pointsAtPlant === false ? { x: (col + 0.5) * stride, y: (row + 0.5) * stride } : near;
      hits.push({
        dx: at.x - options.photoWidthM / 2 + normal() * 0.1,
        dy: at.y - options.photoHeightM / 2 + normal() * 0.1,
        tile: row * cols + col,
        confidence: Math.max(0.5, 0.98 - 0.4 * reach * random() - 0.2 * random()),
      });
    }
  }
  return hits;
}

function detectionOf(
  photo: FlownPhoto,
  hit: Hit,
  { options, frame }: { options: SurveyOptions; frame: GroundFrame },
): Detection {
  const size = options.tileSizeM ?? 2.5;
  const [cos, sin] = [Math.cos(photo.yaw), Math.sin(photo.yaw)];
  const radius = Math.hypot(hit.dx, hit.dy);
  const sigmaM = Math.hypot(
    options.gpsSigmaM,
    (radius * (options.yawSigmaDeg ?? 0) * Math.PI) / 180 / Math.SQRT2,
    options.pointsAtPlant === false ? 0.8 : 0.4,
  );
  return {
    detectionId: detectionIdOf(photo.photoId, hit.tile),
    photoId: photo.photoId,
    photoName: `${photo.photoId}.JPG`,
    tileIndex: hit.tile,
    confidence: hit.confidence,
    ...placeOf(
      frame,
      photo.x + photo.errorX + hit.dx * cos - hit.dy * sin,
      photo.y + photo.errorY + hit.dx * sin + hit.dy * cos,
    ),
    uncertaintyM: sigmas68 * sigmaM,
    capturedAt: '2026-07-01T10:00:00+02:00',
    areaM2: size * size,
    tileSizeM: size,
  };
}
