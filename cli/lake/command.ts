import { Command } from 'commander';
import { type AreasFlags, putAreas } from './areas.ts';
import { repairLake, tidyLake } from './tend.ts';

/** `umbel lake`: what the nightly function does in the cloud, by hand, and where areas lie. Errors are thrown, for the caller to report. */
export function lakeCommand(): Command {
  const command = new Command('lake').description('look after the files that umbel query reads');
  command
    .command('tidy')
    .description('bring in answers of people, put small files together, delete replaced ones')
    .option('--json', 'print one JSON object and nothing else')
    .action(async ({ json }: { json?: boolean }) => {
      process.stdout.write(await tidyLake(json === true));
    });
  command
    .command('repair')
    .description('take out files that are damaged or gone, and name the runs to do again')
    .option('--json', 'print one JSON object and nothing else')
    .action(async ({ json }: { json?: boolean }) => {
      process.stdout.write(await repairLake(json === true));
    });
  command
    .command('areas')
    .description('say where parishes (or other areas) lie, for hectares by parish and year')
    .argument('<file>', 'GeoJSON with polygons in degrees (WGS 84), each with a name')
    .option('--name-property <name>', 'property of each polygon that holds its name (default: name)')
    .option('--deployment <file>', 'on AWS: outputs of cdk deploy --outputs-file (default: this machine)')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (file: string, flags: AreasFlags) => {
      process.stdout.write(await putAreas(file, flags));
    });
  return command;
}
