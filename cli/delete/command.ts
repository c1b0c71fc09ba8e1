import { Command } from 'commander';
import { UmbelError } from '#core/errors.ts';
import { plural } from '#core/report/wording.ts';
import { explained } from '../aws/open-cloud.ts';
import { type Deletion, deleteFlight } from './delete-flight.ts';
import { isForAws, openAwsPlace, openLocalPlace } from './open-parts.ts';

interface Flags {
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly keepSnapshots?: boolean;
  readonly deployment?: string;
  readonly json?: boolean;
}

/** `umbel delete FLIGHT`: a flight and all that came of it, for good. Errors are thrown, for the caller to report. */
export function deleteCommand(): Command {
  return new Command('delete')
    .description('delete a flight and all that came of it; without --yes only say what there is')
    .argument('<flight>', 'id of the flight')
    .option('--yes', 'delete; it cannot be undone')
    .option('--force', 'even while a run of it is at work: the run is stopped')
    .option('--keep-snapshots', 'leave snapshots and trainings that hold tiles of it (default: they go)')
    .option('--deployment <file>', 'on AWS: outputs of cdk deploy --outputs-file (default: this machine)')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (flightId: string, { yes, force, keepSnapshots, deployment, json }: Flags) => {
      const place = isForAws(deployment) ? openAwsPlace(deployment) : await openLocalPlace();
      let gone: readonly string[] = [];
      try {
        const wishes = {
          flightId,
          dryRun: yes !== true,
          force: force === true,
          keepSnapshots: keepSnapshots === true,
        };
        const deletion = await explained(`Deleting ${flightId}`, () => deleteFlight(place.parts, wishes));
        if (deletion.deleted) gone = [flightId, ...deletion.runs];
        const result = { ...deletion, where: place.where, keptSnapshots: wishes.keepSnapshots };
        process.stdout.write(json === true ? `${JSON.stringify(result)}\n` : describe(result));
      } catch (error) {
        // What this computer noted goes last: a deletion that was cut off there finds nothing else.
        if (yes === true && error instanceof UmbelError && error.code === 'flight.not-found')
          gone = [flightId];
        throw error;
      } finally {
        await place.close(gone);
      }
    });
}

function describe(deletion: Deletion & { readonly where: string; readonly keptSnapshots: boolean }): string {
  const { flightId, where, deleted, objects, items, lakeFiles, runs, snapshots, trainings, models } =
    deletion;
  const counts = [...Object.entries(objects), ...Object.entries(items)];
  const ofSnapshots = deletion.keptSnapshots ? 'with tiles of it, kept' : 'with tiles of it, withdrawn';
  const ofTrainings = deletion.keptSnapshots
    ? 'with what came of it, kept'
    : 'with what came of it, goes as a whole';
  return [
    `${deleted ? 'Deleted' : 'Found'} of ${flightId} in ${where}, ${plural(runs.length, 'run')}:\n`,
    ...counts.map(([name, count]) => `${String(count).padStart(10)}  ${name}\n`),
    ...(lakeFiles > 0 ? [`${String(lakeFiles).padStart(10)}  files of the lake with rows of it\n`] : []),
    ...snapshots.map((id) => `  ${id} ${ofSnapshots}\n`),
    ...trainings.map((id) => `  training ${id} ${ofTrainings}\n`),
    ...models.map((id) => `  ${id} learned from it; its sanity tiles may show it: train anew without it\n`),
    ...deletion.stopped.map(
      (id) =>
        `  ${id} was at work and was stopped; what it had in hand may still be written: give this command again in a quarter of an hour\n`,
    ),
    deleted ? '' : `Nothing was deleted. To do so: umbel delete ${flightId} --yes\n`,
  ].join('');
}
