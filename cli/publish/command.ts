import { Command } from 'commander';
import { plural } from '#core/report/wording.ts';
import { openS3Client } from '#platform/aws/clients.ts';
import { publishFiles } from '#platform/aws/publish-files.ts';
import { consoleOfDeployment } from '../aws/names.ts';
import { explained } from '../aws/open-cloud.ts';
import { consoleFiles } from './console-files.ts';

interface Flags {
  readonly deployment: string;
  readonly json?: boolean;
}

/** `umbel publish`: the console's files for a deployment. Errors are thrown, for the caller to report. */
export function publishCommand(): Command {
  return new Command('publish')
    .description('put the console that npm run console:build made into its deployment')
    .requiredOption('--deployment <file>', 'outputs of cdk deploy --outputs-file')
    .option('--json', 'print one JSON object and nothing else')
    .action(async ({ deployment, json }: Flags) => {
      const { bucket, url, signIn } = consoleOfDeployment(deployment);
      const files = await consoleFiles(signIn);
      await explained('Publishing the console', () => publishFiles(openS3Client(), bucket, files));
      const result = { url, bucket, files: files.length };
      process.stdout.write(
        json === true
          ? `${JSON.stringify(result)}\n`
          : `${plural(files.length, 'file')} in ${bucket}: ${url}\n`,
      );
    });
}
