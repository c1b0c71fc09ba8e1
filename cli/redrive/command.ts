import { Command } from 'commander';
import { requireEnvironment } from '#platform/environment.ts';
import { explained, openAwsCloud } from '../aws/open-cloud.ts';
import { redriveFlight } from './redrive-flight.ts';

interface Flags {
  readonly deployment?: string;
  readonly json?: boolean;
}

/** `umbel redrive FLIGHT`: continues the failed run of a flight on AWS. Errors are thrown, for the caller to report. */
export function redriveCommand(): Command {
  return new Command('redrive')
    .description('continue the failed run of a flight on AWS where it failed')
    .argument('<flight>', 'id of the flight')
    .option('--deployment <file>', 'outputs of cdk deploy --outputs-file (default: cdk-outputs.json)')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (flightId: string, { deployment, json }: Flags) => {
      const cloud = openAwsCloud(['uploadsBucket', 'flightsTable', 'flightWorkflowArn'], deployment);
      const parts = {
        ...cloud,
        uploadsBucket: requireEnvironment('uploadsBucket'),
        workflowArn: requireEnvironment('flightWorkflowArn'),
      };
      const redrive = await explained(`Continuing ${flightId}`, () => redriveFlight(parts, flightId));
      const text =
        redrive.outcome === 'redriven'
          ? `${redrive.runId} goes on where it failed.\n`
          : `flight.json of ${flightId} is announced again: its first run begins.\n`;
      process.stdout.write(json === true ? `${JSON.stringify(redrive)}\n` : text);
    });
}
