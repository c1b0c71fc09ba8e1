import { Command, Option } from 'commander';
import { exportFlight } from './export-flight.ts';
import type { ExportFlags } from './flags.ts';
import { exportNames } from './write-format.ts';

/** `umbel export FLIGHT --format gpx`: the sightings of a flight's run, the latest by default. Errors are thrown, for the caller to report. */
export function exportCommand(): Command {
  return new Command('export')
    .description('write the sightings of a flight that was run: of its latest run, or of the one named')
    .argument('<flight>', 'id of the flight, as `umbel run` printed it')
    .addOption(new Option('--format <format>', 'file format').choices([...exportNames]).makeOptionMandatory())
    .option('--run <id>', 'another run than the latest, by its id')
    .option('--out <file>', 'file to write (default: stdout)')
    .option(
      '--band <bands>',
      'only these bands: certain,probable,possible (default: all; dwc and notice: certain, probable and what a person confirmed)',
    )
    .option('--review <states>', 'only these review states: unreviewed,confirmed,rejected,unsure')
    .option('--area <area>', 'only inside: W,S,E,N in degrees, or a GeoJSON file with polygons')
    .option(
      '--confidence <least>',
      'only from this confidence on, 0 to 1, and what a person confirmed (default: what is saved for the flight in the console; 0: all)',
    )
    .option('--delimiter <sign>', "csv: what separates columns: ',' (default), ';' or tab")
    .option('--decimal-comma', "csv: 12,5 instead of 12.5, with --delimiter ';'")
    .action(async (flightId: string, flags: ExportFlags) => {
      await exportFlight(flightId, flags);
    });
}
