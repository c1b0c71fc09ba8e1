import { Command, InvalidArgumentError } from 'commander';
import { environmentNames } from '#core/environment.ts';
import { plural } from '#core/report/wording.ts';
import { openS3Client } from '#platform/aws/clients.ts';
import { useDeployment } from '../aws/names.ts';
import { duration } from '../progress.ts';
import { uploadFlight, type UploadResult } from './upload-flight.ts';
import { uploadProgress } from './upload-progress.ts';

interface Flags {
  readonly flight: string;
  readonly bucket?: string;
  readonly deployment?: string;
  readonly limit?: number;
  readonly atOnce: number;
  readonly json?: boolean;
}

/** `umbel upload DIR --flight ID`: a folder to AWS, resumable. Errors are thrown, for the caller to report. */
export function uploadCommand(): Command {
  return new Command('upload')
    .description('upload the photos of one flight to AWS; run it again to go on where it stopped')
    .argument('<dir>', 'folder with the photos')
    .requiredOption('--flight <id>', 'id of the flight: a-z, 0-9 and -')
    .option('--bucket <bucket>', 'uploads bucket (default: of the deployment)')
    .option('--deployment <file>', 'outputs of cdk deploy --outputs-file (default: cdk-outputs.json)')
    .option('--limit <mbit>', 'megabits a second at most', positive)
    .option('--at-once <n>', 'files at a time', positive, 4)
    .option('--json', 'print one JSON object and nothing else')
    .action(async (dir: string, { flight, limit, json, ...flags }: Flags) => {
      if (flags.bucket === undefined) useDeployment(['uploadsBucket'], flags.deployment);
      const bucket = flags.bucket ?? process.env[environmentNames.uploadsBucket] ?? '';
      const result = await uploadFlight({
        dir,
        flightId: flight,
        bucket,
        client: openS3Client({ maxAttempts: 1 }),
        bytesPerS: limit === undefined ? undefined : (limit * 1e6) / 8,
        atOnce: Math.ceil(flags.atOnce),
        progress: uploadProgress(),
      });
      process.stdout.write(json === true ? `${JSON.stringify(result)}\n` : describe(result));
    });
}

function positive(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('must be a number above 0');
}

function describe(result: UploadResult): string {
  const rows = [
    ['Flight', result.flightId],
    ['Bucket', result.bucket],
    [
      'Photos',
      `${result.photos} (${(result.sizeBytes / 1e6).toFixed(0)} MB); ${plural(result.sent, 'file')} sent now`,
    ],
    ...(result.unreadable.length === 0
      ? []
      : [['Unreadable', `${result.unreadable.length}: ${result.unreadable.slice(0, 5).join(', ')}`]]),
    ['flight.json', result.manifest === 'written' ? 'written: the work begins' : 'was there already'],
    ['Time', duration(result.tookMs / 1000)],
    ['Next', `umbel status ${result.flightId}`],
  ];
  return rows.map(([label = '', text = '']) => `${label.padEnd(12)}${text}\n`).join('');
}
