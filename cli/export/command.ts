import { Command, Option } from 'commander';
import { exportFormats } from '#core/export/formats.ts';
import { exportFlight } from './export-flight.ts';

interface Flags {
  readonly format: keyof typeof exportFormats;
  readonly out?: string;
}

/** `umbel export FLIGHT --format gpx`: the sightings of a flight's latest run. Errors are thrown, for the caller to report. */
export function exportCommand(): Command {
  return new Command('export')
    .description('write the sightings of a flight that was run')
    .argument('<flight>', 'id of the flight, as `umbel run` printed it')
    .addOption(
      new Option('--format <format>', 'file format')
        .choices(Object.keys(exportFormats))
        .makeOptionMandatory(),
    )
    .option('--out <file>', 'file to write (default: stdout)')
    .action(async (flightId: string, flags: Flags) => {
      await exportFlight({ flightId, ...flags });
    });
}
