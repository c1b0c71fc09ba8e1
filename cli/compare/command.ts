import { Command } from 'commander';
import { UmbelError } from '#core/errors.ts';
import { compareRunsOf, type CompareRunsFlags } from './compare-runs.ts';
import { compare } from './compare.ts';

/** `umbel compare FLIGHT_A [FLIGHT_B]`: what changed, and why. Errors are thrown, for the caller to report. */
export function compareCommand(): Command {
  return new Command('compare')
    .description(
      'tell what changed between two flights over the same ground (new, gone, treated, still there), or, of one flight, between two runs (appeared, vanished, changed its band), and why',
    )
    .argument('<flight>', 'id of the earlier flight, or of the only one')
    .argument('[later]', 'id of the later flight')
    .option('--before <run>', 'of one flight: id of the earlier run (default: the last but one)')
    .option('--after <run>', 'of one flight: id of the later run (default: the latest)')
    .option('--out <dir>', 'folder for the files: a page with map and pictures, GeoJSON, CSV')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (flight: string, later: string | undefined, flags: CompareRunsFlags) => {
      process.stdout.write(
        await (later === undefined ? compareRunsOf(flight, flags) : compareFlights(flight, later, flags)),
      );
    });
}

async function compareFlights(flight: string, later: string, flags: CompareRunsFlags): Promise<string> {
  const { before, after, ...rest } = flags;
  if (before === undefined && after === undefined) return compare(flight, later, rest);
  throw new UmbelError({
    code: 'compare.runs-of-two',
    kind: 'bad-input',
    message: '--before and --after name runs of one flight, and two flights were given.',
    hint: 'Leave them out, or give one flight only.',
  });
}
