import { Command } from 'commander';
import { requireEnvironment } from '#platform/environment.ts';
import { chosenRun, flightRuns } from '../aws/flight-runs.ts';
import { explained, openAwsCloud } from '../aws/open-cloud.ts';
import { downloadResults } from './download-results.ts';

interface Flags {
  readonly out?: string;
  readonly run?: string;
  readonly deployment?: string;
  readonly json?: boolean;
}

/** `umbel results FLIGHT`: downloads what a flight on AWS came to. Errors are thrown, for the caller to report. */
export function resultsCommand(): Command {
  return new Command('results')
    .description('download the results of a flight on AWS')
    .argument('<flight>', 'id of the flight')
    .option('--out <dir>', 'folder for the files (default: results/<flight>)')
    .option('--run <id>', 'a run other than the latest')
    .option('--deployment <file>', 'outputs of cdk deploy --outputs-file (default: cdk-outputs.json)')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (flightId: string, { out, run, deployment, json }: Flags) => {
      const { objects, tables } = openAwsCloud(['flightsTable', 'resultsBucket'], deployment);
      const found = await explained(`Downloading the results of ${flightId}`, async () =>
        downloadResults(objects, {
          bucket: requireEnvironment('resultsBucket'),
          run: chosenRun(await flightRuns(tables, flightId), flightId, run),
          dir: out ?? `results/${flightId}`,
        }),
      );
      const lines = Object.entries(found.files).map(([format, file]) => `${format.padEnd(12)}${file}\n`);
      process.stdout.write(json === true ? `${JSON.stringify(found)}\n` : lines.join(''));
    });
}
