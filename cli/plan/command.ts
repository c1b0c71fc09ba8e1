import { readFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { backendNames } from '#core/plan/backends.ts';
import { parseCalibration } from '#core/plan/calibration.ts';
import { cameraNames } from '#core/plan/cameras.ts';
import { measuredCalibration } from '#core/plan/measured.ts';
import { defaultPlanOptions, type PlanOptions } from '#core/plan/options.ts';
import { makePlan } from '#core/plan/plan.ts';
import { printPlan } from '#core/plan/print-plan.ts';
import { sensitivity } from '#core/plan/sensitivity.ts';
import { playScenarios, printScenarios } from '#core/plan/simulate/print-simulations.ts';
import { parseTiling } from '#core/tiling/tiling.ts';

type PlanFlags = Partial<Omit<PlanOptions, 'heightM'>> & {
  readonly height?: number;
  readonly calibration?: string;
  readonly simulate?: boolean;
  readonly seed: number;
  readonly json?: boolean;
};

/** `umbel plan --km2 2000`: what a survey costs and how long it takes. Errors are thrown, for the caller to report. */
export function planCommand(): Command {
  const command = new Command('plan')
    .description('cost and time of a survey, every figure with the way it was found')
    .requiredOption('--km2 <area>', 'ground to be photographed', within(0.01, 1e6));
  for (const option of surveyOptions()) command.addOption(option);
  return command
    .option(
      '--calibration <file>',
      'speed of your machine: npm run --silent bench -- calibrate --json > FILE',
    )
    .option('--simulate', 'play the whole pipeline, batch by batch')
    .option('--seed <number>', 'of the simulation', within(0, 2 ** 31), 1)
    .option('--json', 'print one JSON object and nothing else')
    .action(async (flags: PlanFlags) => {
      process.stdout.write(await planText(flags));
    });
}

/** What the command prints. */
export async function planText(flags: PlanFlags): Promise<string> {
  const { calibration: file, simulate, seed, json, height, ...chosen } = flags;
  const heightM = height ?? defaultPlanOptions.heightM;
  const calibration =
    file === undefined ? measuredCalibration : parseCalibration(await readFile(file, 'utf8'), file);
  const plan = makePlan({ ...defaultPlanOptions, ...chosen, heightM }, calibration);
  const played = simulate === true ? playScenarios(plan, seed) : [];
  if (json === true) {
    const rows = sensitivity(plan.options, calibration);
    return `${JSON.stringify({ ...plan, sensitivity: rows, ...(simulate === true ? { simulations: played } : {}) })}\n`;
  }
  return printPlan(plan) + (simulate === true ? `\n${printScenarios(played)}` : '');
}

function surveyOptions(): Option[] {
  const d = defaultPlanOptions;
  return [
    number('--height <m>', `metres above ground (default: ${d.heightM})`, [2, 1000]),
    number('--overlap <share>', `along the line, 0 to 0.95 (default: ${d.overlap})`, [0, 0.95]),
    number('--side-overlap <share>', `between lines, 0 to 0.95 (default: ${d.sideOverlap})`, [0, 0.95]),
    new Option('--camera <name>', `(default: ${d.camera})`).choices(cameraNames),
    new Option('--tiling <tiling>', 'grid:2x2, px:512,64 or m:2,0.2 (default: m:2.5,0.5)').argParser(
      parseTiling,
    ),
    number('--tile-px <px>', `side of a tile for the model (default: ${d.tilePx})`, [16, 1024]),
    number('--photos-per-flight <n>', `photos of a battery (default: ${d.photosPerFlight})`, [1, 100_000]),
    number('--extra-share <share>', `photos beyond the grid (default: ${d.extraShare})`, [0, 2]),
    new Option('--backend <name>', `where the model runs (default: ${d.backend})`).choices(backendNames),
    number('--spot-share <share>', `of worker hours, 0 to 1 (default: ${d.spotShare})`, [0, 1]),
    number('--workers-max <n>', `workers at most (default: ${d.workersMax})`, [1, 500]),
    number('--audit-share <share>', `of all tiles to review (default: ${d.auditShare})`, [0, 1]),
    number('--audit-photo-share <share>', `of photos for it (default: ${d.auditPhotoShare})`, [0, 1]),
    number(
      '--uncertain-photo-share <share>',
      `of photos cut for doubt (default: ${d.uncertainPhotoShare})`,
      [0, 1],
    ),
    number('--queries-per-month <n>', `over the lake (default: ${d.queriesPerMonth})`, [0, 1e6]),
    number('--uplink-mbit-per-s <n>', `to AWS (default: ${d.uplinkMbitPerS})`, [0.1, 1e6]),
    number('--months <n>', `of the storage table (default: ${d.months})`, [1, 120]),
  ];
}

function number(flags: string, text: string, [low, high]: readonly [number, number]): Option {
  return new Option(flags, text).argParser(within(low, high));
}

function within(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`must be a number from ${low} to ${high}`);
  };
}
