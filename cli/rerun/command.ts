import { Command } from 'commander';
import { describeReruns, rerunFlights, type RerunFlags } from './rerun.ts';

/** `umbel rerun FLIGHT ...`: flights anew with the model in production. Errors are thrown, for the caller to report. */
export function rerunCommand(): Command {
  return new Command('rerun')
    .description('run flights again whose photos are stored already, with the model in production')
    .argument('[flights...]', 'ids of flights')
    .option('--outdated', 'every flight whose latest run is by another model')
    .option('--model <id>', 'id of a registered model (default: the one in production)')
    .option('--again', 'flights, too, whose latest run is by this very model')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (flights: string[], flags: RerunFlags) => {
      const reruns = await rerunFlights(flights, flags);
      process.stdout.write(flags.json === true ? `${JSON.stringify(reruns)}\n` : describeReruns(reruns));
    });
}
