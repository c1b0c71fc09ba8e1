import { Command } from 'commander';
import { compare, type CompareFlags } from './compare.ts';

/** `umbel compare FLIGHT_A FLIGHT_B`: what became of every site. Errors are thrown, for the caller to report. */
export function compareCommand(): Command {
  return new Command('compare')
    .description(
      'tell what changed between two flights over the same ground: new, gone, treated, still there',
    )
    .argument('<before>', 'id of the earlier flight')
    .argument('<after>', 'id of the later flight')
    .option('--out <dir>', 'folder for change.geojson and change.csv')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (before: string, after: string, flags: CompareFlags) => {
      process.stdout.write(await compare(before, after, flags));
    });
}
