import { Command } from 'commander';
import { openS3Client } from '#platform/aws/clients.ts';
import { purgePrefix } from '#platform/aws/purge.ts';
import { bucketsOfDeployment } from '../aws/names.ts';
import { explained } from '../aws/open-cloud.ts';
import { emptyBuckets } from './empty-buckets.ts';

interface Flags {
  readonly deployment: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `umbel empty`: every bucket of a dev deployment, before `cdk destroy`. Errors are thrown, for the caller to report. */
export function emptyCommand(): Command {
  return new Command('empty')
    .description('empty every bucket of a dev deployment, before cdk destroy; without --yes only count')
    .requiredOption('--deployment <file>', 'outputs of cdk deploy --outputs-file')
    .option('--yes', 'delete everything; it cannot be undone')
    .option('--json', 'print one JSON object and nothing else')
    .action(async ({ deployment, yes, json }: Flags) => {
      const client = openS3Client();
      const counts = await explained('Emptying the deployment', () =>
        emptyBuckets({
          buckets: bucketsOfDeployment(deployment),
          dryRun: yes !== true,
          purge: (bucket, dryRun) => purgePrefix(client, { bucket, prefix: '', dryRun }),
        }),
      );
      const lines = Object.entries(counts).map(
        ([bucket, count]) => `${String(count).padStart(10)}  ${bucket}\n`,
      );
      const rest =
        yes === true
          ? 'Now: npx cdk destroy --all -c environment=dev\n'
          : 'Nothing was deleted. To do so: --yes\n';
      process.stdout.write(json === true ? `${JSON.stringify(counts)}\n` : lines.join('') + rest);
    });
}
