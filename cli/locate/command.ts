import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { UmbelError } from '#core/errors.ts';
import { flagSentence } from '#core/geo/flags.ts';
import { poseSchema } from '#core/geo/pose.ts';
import { numberOf } from '#core/photo/metadata-values.ts';
import { parseManifest } from '#core/flight/manifest.ts';
import { describeZodError } from '#core/validation.ts';
import {
  cameraOfPhoto,
  cameraOfPose,
  type FlightSetting,
  locate,
  type LocatedPixel,
  type Pixel,
  type PlacedCamera,
} from './locate.ts';

interface LocateOptions {
  readonly pose?: string;
  readonly pixel: readonly string[];
  readonly flight?: string;
  readonly json?: boolean;
}

/** `umbel locate PHOTO --pixel X,Y`: prints the ground under pixels on stdout. Errors are thrown, for the caller to report. */
export function locateCommand(): Command {
  return new Command('locate')
    .description('say where on the ground a pixel of a photo lies, and how well that is known')
    .argument('[photo]', 'a photo with position and camera angles')
    .option('--pose <file>', 'JSON file with the pose of the photo, instead of the photo')
    .option(
      '--pixel <x,y>',
      'pixels from the left and top edges of the photo as stored; may repeat',
      collect,
      [],
    )
    .option(
      '--flight <file>',
      'flight.json whose geometry (height, terrain, yaw offset, camera) applies to the photo',
    )
    .option('--json', 'print JSON and nothing else: one object, or an array for several pixels')
    .action(async (photo: string | undefined, options: LocateOptions) => {
      const pixels = options.pixel.map(parsePixel);
      if (pixels.length === 0)
        throw badUsage('No pixel is given.', 'Add --pixel X,Y, for instance --pixel 2736,1824.');
      const results = locate(await openCamera(photo, options), pixels);
      process.stdout.write(options.json === true ? asJson(results) : describe(results, pixels));
    });
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

/** `2736,1824` as a pixel. */
export function parsePixel(text: string): Pixel {
  const [u, v, ...more] = text.split(',').map(numberOf);
  if (u === undefined || v === undefined || more.length > 0) {
    throw badUsage(
      `--pixel ${text} is not a pair of numbers.`,
      'Write X,Y without blanks, for instance 2736,1824.',
    );
  }
  return { u, v };
}

async function openCamera(photo: string | undefined, options: LocateOptions): Promise<PlacedCamera> {
  if ((photo === undefined) === (options.pose === undefined)) {
    throw badUsage(
      'Give either a photo or --pose.',
      'umbel locate PHOTO --pixel X,Y, or umbel locate --pose POSE.json --pixel X,Y',
    );
  }
  if (options.pose !== undefined) return cameraOfPose(parsePose(await readText(options.pose), options.pose));
  const name = photo ?? '';
  return cameraOfPhoto(await readBytes(name), name, await readFlight(options.flight));
}

/** What a flight.json says, and the terrain beside it. */
async function readFlight(file: string | undefined): Promise<FlightSetting> {
  if (file === undefined) return {};
  const { geometry } = parseManifest(await readText(file), file);
  const terrainFile = geometry?.terrainFile;
  if (terrainFile === undefined) return { geometry };
  const bytes = await readBytes(path.join(path.dirname(file), terrainFile));
  const { readTerrain } = await import('#platform/terrain/read-terrain.ts');
  return { geometry, terrain: await readTerrain(bytes, terrainFile) };
}

/** @throws UmbelError `pose.invalid` naming the field */
function parsePose(text: string, file: string) {
  const result = poseSchema.safeParse(parseJson(text, file));
  if (result.success) return result.data;
  throw new UmbelError({
    code: 'pose.invalid',
    kind: 'bad-input',
    message: `${file} is not a pose: ${describeZodError(result.error)}`,
    hint: 'It needs lat, lon, heightAboveGroundM, yawDeg, pitchDeg, rollDeg, focalPx, widthPx and heightPx.',
  });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UmbelError({
      code: 'pose.invalid',
      kind: 'bad-input',
      message: `${file} is not JSON: ${why}`,
      cause,
    });
  }
}

async function readText(file: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(file));
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UmbelError({
      code: 'file.unreadable',
      kind: 'not-found',
      message: `${file} cannot be read: ${why}`,
      hint: 'Check the path.',
      cause,
    });
  }
}

function badUsage(message: string, hint: string): UmbelError {
  return new UmbelError({ code: 'locate.usage', kind: 'bad-input', message, hint });
}

function asJson(results: readonly LocatedPixel[]): string {
  return `${JSON.stringify(results.length === 1 ? results[0] : results)}\n`;
}

function describe(results: readonly LocatedPixel[], pixels: readonly Pixel[]): string {
  const lines = results.flatMap(({ lat, lon, uncertaintyM, flags }, i) => {
    const pixel = `${pixels[i]?.u ?? 0},${pixels[i]?.v ?? 0}`;
    const place =
      lat === null || lon === null || uncertaintyM === null
        ? 'no ground point'
        : `${lat.toFixed(7)}, ${lon.toFixed(7)}  within ${uncertaintyM.toFixed(1)} m (68 %)`;
    return [`${pixel}: ${place}`, ...flags.map((flag) => `  ${flagSentence(flag)}`)];
  });
  return `${lines.join('\n')}\n`;
}
