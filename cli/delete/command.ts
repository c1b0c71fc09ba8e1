import { Command } from 'commander';
import { explained } from '../aws/open-cloud.ts';
import { type Deletion, deleteFlight } from './delete-flight.ts';
import { isForAws, openAwsPlace, openLocalPlace } from './open-parts.ts';

interface Flags {
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly deployment?: string;
  readonly json?: boolean;
}

/** `umbel delete FLIGHT`: a flight and all that came of it, for good. Errors are thrown, for the caller to report. */
export function deleteCommand(): Command {
  return new Command('delete')
    .description('delete a flight and all that came of it; without --yes only say what there is')
    .argument('<flight>', 'id of the flight')
    .option('--yes', 'delete; it cannot be undone')
    .option('--force', 'even while a run of it is at work')
    .option('--deployment <file>', 'on AWS: outputs of cdk deploy --outputs-file (default: this machine)')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (flightId: string, { yes, force, deployment, json }: Flags) => {
      const place = isForAws(deployment) ? openAwsPlace(deployment) : await openLocalPlace();
      try {
        const deletion = await explained(`Deleting ${flightId}`, () =>
          deleteFlight(place.parts, { flightId, dryRun: yes !== true, force: force === true }),
        );
        if (deletion.deleted) for (const runId of deletion.runs) await place.forgetRun(runId);
        const result = { ...deletion, where: place.where };
        process.stdout.write(json === true ? `${JSON.stringify(result)}\n` : describe(result));
      } finally {
        await place.close();
      }
    });
}

function describe(deletion: Deletion & { readonly where: string }): string {
  const { flightId, where, deleted, objects, items, lakeFiles, runs } = deletion;
  const counts = [...Object.entries(objects), ...Object.entries(items)];
  return [
    `${deleted ? 'Deleted' : 'Found'} of ${flightId} in ${where}, ${runs.length} runs:\n`,
    ...counts.map(([name, count]) => `${String(count).padStart(10)}  ${name}\n`),
    ...(lakeFiles > 0 ? [`${String(lakeFiles).padStart(10)}  files of the lake with rows of it\n`] : []),
    deleted ? '' : `Nothing was deleted. To do so: umbel delete ${flightId} --yes\n`,
  ].join('');
}
