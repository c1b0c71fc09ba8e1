import { Command } from 'commander';
import { requireEnvironment } from '#platform/environment.ts';
import { explained, openAwsCloud } from '../aws/open-cloud.ts';
import { describeStatus } from './describe-status.ts';
import { flightStatus } from './flight-status.ts';

interface Flags {
  readonly deployment?: string;
  readonly json?: boolean;
}

/** `umbel status FLIGHT`: how far a flight on AWS is. Errors are thrown, for the caller to report. */
export function statusCommand(): Command {
  return new Command('status')
    .description('say how far a flight on AWS is')
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
      const status = await explained(`Looking at ${flightId}`, () => flightStatus(parts, flightId));
      process.stdout.write(json === true ? `${JSON.stringify(status)}\n` : describeStatus(status));
    });
}
