import { Command } from 'commander';
import { plural } from '#core/report/wording.ts';
import { progressLine } from '../progress.ts';
import { parseSimulateOptions } from './options.ts';
import { simulateFlight, type SimulateSummary } from './simulate.ts';

/** `umbel simulate DIR`: prints what was made on stdout, progress on stderr. Errors are thrown, for the caller to report. */
export function simulateCommand(): Command {
  return new Command('simulate')
    .description('make a synthetic drone flight over a meadow with giant hogweed, with ground truth')
    .argument('<dir>', 'folder to write to; created if need be')
    .option('--photos <n>', 'number of photos (default 24)', Number)
    .option('--seed <s>', 'whole number that decides everything else (default 1)', Number)
    .option('--height <m>', 'flying height above ground in metres (default 40)', Number)
    .option(
      '--gps-sigma <m>',
      'GPS error in the tags, metres, 1 sigma per axis; 0 = exact (default 1.5)',
      Number,
    )
    .option('--yaw-sigma <deg>', 'compass error in the tags, degrees, 1 sigma (default 1)', Number)
    .option('--pitch-sigma <deg>', 'gimbal pitch error in the tags, degrees, 1 sigma (default 0.3)', Number)
    .option('--overlap <percent>', 'forward overlap (default 75)', Number)
    .option('--side-overlap <percent>', 'overlap between lines (default 60)', Number)
    .option('--plants-per-ha <n>', 'giant hogweed plants per hectare (default 60)', Number)
    .option('--width <px>', 'width of the photos, height follows 3:2 (default 5472, 20 MP)', Number)
    .option('--season <season>', 'spring (rosettes) or summer (in flower); default: by seed')
    .option('--origin <lat,lon>', 'middle of the flight (default 56.1,9.5)', parseOrigin)
    .option('--quality <n>', 'JPEG quality 40..100 (default 88)', Number)
    .option('--threads <n>', 'photos rendered side by side (default: one for each processor)', Number)
    .option('--json', 'print one JSON object and nothing else')
    .action(async (dir: string, given: Record<string, unknown>) => {
      const { json, ...rest } = given;
      const options = parseSimulateOptions({ dir, ...rest });
      const line = progressLine();
      line.stage('Rendering photos', options.photos);
      const summary = await simulateFlight(options, () => line.add(1));
      line.end();
      process.stdout.write(json === true ? `${JSON.stringify(summary)}\n` : describe(summary));
    });
}

/** `56.1,9.5` -> a place; anything else stays what it is and is refused with the other options. */
function parseOrigin(text: string): unknown {
  const [lat, lon, ...more] = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  return more.length > 0 ? text : { lat, lon };
}

function describe(summary: SimulateSummary): string {
  const { plants, files } = summary;
  const megabytes = (summary.sizeBytes / 1e6).toFixed(1);
  const time = summary.reused ? 'was there already' : `${(summary.tookMs / 1000).toFixed(1)} s`;
  return [
    `Flight ${summary.flightId}: ${plural(summary.photos, 'photo')} of ${summary.widthPx} x ${summary.heightPx} px, ${megabytes} MB, ${time}`,
    `Plants: ${plants.flowering} in flower, ${plural(plants.rosette, 'rosette')}, ${plural(plants.stands, 'stand')}`,
    `Truth:  ${files.truth}`,
    `Poses:  ${files.poses}`,
    '',
  ].join('\n');
}
