import { Command } from 'commander';
import { UmbelError } from '#core/errors.ts';
import { checkedStages, type CheckPolicy } from '#core/flight/checks.ts';
import { plural } from '#core/report/wording.ts';
import { parseTiling, type Tiling } from '#core/tiling/tiling.ts';
import { duration } from '../progress.ts';
import { runFlight, type RunResult } from './run-flight.ts';

interface Flags {
  readonly out?: string;
  readonly model?: string;
  readonly tiling?: Tiling;
  readonly stopOn?: CheckPolicy;
  readonly again?: boolean;
  readonly json?: boolean;
}

/** `umbel run DIR`: photos to sightings. Errors are thrown, for the caller to report. */
export function runCommand(): Command {
  return new Command('run')
    .description('find giant hogweed in the photos of one flight')
    .argument('<dir>', 'folder with the photos')
    .option('--out <dir>', 'folder for the results (default: in $UMBEL_HOME)')
    .option(
      '--model <id>',
      'id of a stored model, or folder of a model package (default: the one in production)',
    )
    .option(
      '--tiling <tiling>',
      'grid:2x2, px:512,64 or m:2,0.2 (default: what the model was trained for)',
      parseTiling,
    )
    .option(
      '--stop-on <stages>',
      'end the run when the check of one of these fails: tiling,pose,scores (default: what flight.json says, else it is only noted)',
      parseStopOn,
    )
    .option('--again', 'do a flight again that was done before')
    .option('--json', 'print one JSON object and nothing else')
    .action(async (dir: string, { json, ...flags }: Flags) => {
      const result = await runFlight({ dir, ...flags });
      process.stdout.write(json === true ? `${JSON.stringify(result)}\n` : describeRun(result));
    });
}

/** The stages of `--stop-on`. @throws UmbelError `run.stop-on-invalid` */
function parseStopOn(text: string): CheckPolicy {
  const names = text.split(',').map((part) => part.trim());
  const unknown = names.find((name) => !checkedStages.some((stage) => stage === name));
  if (unknown === undefined) return Object.fromEntries(names.map((name) => [name, 'stop']));
  throw new UmbelError({
    code: 'run.stop-on-invalid',
    kind: 'bad-input',
    message: `--stop-on ${text}: no stage is called "${unknown}".`,
    hint: `Use ${checkedStages.join(', ')}.`,
  });
}

/** The summary of a run for people. */
export function describeRun(result: RunResult): string {
  const { photos, bands } = result;
  const outcomes = [
    `${photos.scored} scored`,
    ...(photos.unplaced > 0 ? [`${photos.unplaced} of them without a place on the map`] : []),
    ...(photos.quarantined > 0 ? [`${photos.quarantined} not usable`] : []),
    ...(photos.skipped > 0 ? [`${photos.skipped} skipped`] : []),
    ...(photos.prepared > 0 ? [`${photos.prepared} prepared for labelling`] : []),
    ...(photos.failed > 0 ? [`${photos.failed} FAILED: run the command again`] : []),
  ];
  const rows: readonly (readonly [string, string])[] = [
    ['Flight', result.flightId + (result.recognised ? ' (done before; --again does it anew)' : '')],
    ['Photos', `${photos.read}: ${outcomes.join(', ')}`],
    [
      'Tiles',
      `${result.tiles}: ${bands.certain} certain, ${bands.probable} probable, ${bands.possible} possible`,
    ],
    ['Sightings', String(result.sightings)],
    ['For review', plural(result.review, 'tile')],
    ['Model', `${result.modelId ?? 'none'}${result.engine === null ? '' : ` on ${result.engine}`}`],
    ['Time', duration(result.tookMs / 1000)],
    ['Results', result.out.dir],
    ['Report', result.out['report'] ?? ''],
  ];
  const failed = result.checks.filter(({ outcome }) => outcome === 'failed');
  const notes = [...failed.map(({ message }) => message), ...result.notes].map(
    (note) => ['Note', note] as const,
  );
  return [...rows, ...notes].map(([label, text]) => `${label.padEnd(11)}${text}\n`).join('');
}
