import { assumptions } from './assumptions.ts';
import { figuresOf } from './calibration.ts';
import { type CostLine, figure, sumUsd } from './cost-lines.ts';
import { bytesText, dollars, markdownTable } from './markdown-table.ts';
import type { Plan } from './plan.ts';
import { evidenceText, priceList, prices, type PriceId, priceShares } from './prices.ts';
import { formatTiling } from '../tiling/tiling.ts';
import { sensitivity } from './sensitivity.ts';
import { type CostStage, costStages, type StageCost } from './stage-cost.ts';

/** A plan as text for people: tables in Markdown, every figure with the way it was found. */
export function printPlan(plan: Plan): string {
  return [
    surveyText(plan),
    totalsText(plan),
    passText(plan),
    workersText(plan),
    ownMachineText(plan),
    storageText(plan),
    sensitivityText(plan),
    assumptionsText(plan),
    pricesText(plan),
  ].join('\n');
}

function surveyText({ options, survey, counts, stored, totals }: Plan): string {
  const rows = [
    ['ground', `${figure(options.km2)} km2`, 'asked for'],
    ['camera', survey.camera.title, `${survey.camera.widthPx} x ${survey.camera.heightPx} px`],
    [
      'height, overlap',
      `${options.heightM} m, ${percent(options.overlap)} / ${percent(options.sideOverlap)}`,
      `${(survey.gsdM * 1000).toFixed(1)} mm of ground a pixel, a photo shows ${survey.footprintM.map((m) => m.toFixed(1)).join(' x ')} m`,
    ],
    [
      'photos',
      figure(survey.photos),
      `ground / (${survey.spacingM.map((m) => m.toFixed(2)).join(' x ')} m) + ${percent(options.extraShare)} for edges and repeated lines`,
    ],
    [
      'photos, bytes',
      bytesText(survey.totalBytes),
      `${bytesText(survey.photoBytes)} a photo, half a byte a pixel`,
    ],
    ['flights', figure(survey.flights), `${options.photosPerFlight} photos a battery`],
    ['in the air', `${figure(totals.flyingHours)} h`, 'one photo every 2 s at least, lines only'],
    [
      'upload',
      `${totals.uploadDays.toFixed(1)} days`,
      `${bytesText(survey.totalBytes)} over ${figure(options.uplinkMbitPerS)} Mbit/s, day and night`,
    ],
    [
      'tiles',
      `${survey.tilesPerPhoto} a photo`,
      `tiling ${formatTiling(options.tiling)}, ${options.tilePx} px each for the model`,
    ],
    ['sheets', bytesText(stored['sheets'] ?? 0), 'all tiles of a photo at model resolution, and its preview'],
    [
      'questions for biologists',
      figure(counts.reviewTiles),
      `${figure(counts.uncertainTiles)} uncertain, ${figure(counts.auditTiles)} of the audit: ${figure(totals.reviewHours)} h at 2 s each`,
    ],
  ];
  return `## The survey\n\n${markdownTable(['what', '>figure', 'how'], rows)}`;
}

function totalsText({ totals, options, workers }: Plan): string {
  const rows = [
    ['bringing the photos in, once', dollars(totals.uploadUsd)],
    ['one pass of one model, without workers and storage', dollars(totals.passUsd)],
    [`workers of one pass (${options.backend}, ${figure(workers.hours)} h)`, dollars(totals.workersUsd)],
    ['storage, first month', dollars(totals.storageFirstMonthUsd)],
    ['storage, first twelve months', dollars(totals.storageYearUsd)],
    ['deployment at rest, a month', dollars(totals.fixedMonthUsd)],
    ['the first year with one pass', dollars(totals.firstYearUsd)],
  ];
  return `## What it costs\n\n${markdownTable(['what', '>USD'], rows)}`;
}

function passText({ upload, pass, fixed }: Plan): string {
  const parts: (readonly [string, readonly CostLine[]])[] = [
    ['Bringing the photos in', upload],
    ['One pass', pass],
    ['The deployment at rest, a month', fixed],
  ];
  return parts.map(([title, lines]) => `## ${title}\n\n${linesTable(lines)}`).join('\n');
}

function linesTable(lines: readonly CostLine[]): string {
  const rows = lines.map(({ service, what, quantity, price, usd, formula }) => [
    service,
    what,
    figure(quantity),
    priceText(price),
    dollars(usd),
    formula,
  ]);
  rows.push(['', 'together', '', '', dollars(sumUsd(lines)), '']);
  return markdownTable(['service', 'what', '>quantity', 'x price', '>USD', 'quantity ='], rows);
}

function priceText(id: PriceId): string {
  const { usd, per, unit } = prices[id];
  return `${usd} / ${per === 1 ? '' : `${figure(per)} x `}${unit}`;
}

function workersText({ workers, options, totals }: Plan): string {
  const { rate } = workers;
  const rows = [
    ['worker', workers.title, options.backend],
    ['speed', `${figure(rate.photosPerS)} photos/s`, rate.rateFormula],
    ['hours', figure(workers.hours), workers.hoursFormula],
    ['price of an hour', `${rate.usdPerHour.toFixed(4)} USD`, rate.priceFormula],
    ['together', `${dollars(workers.usd)} USD`, 'hours x price'],
    ['days', totals.scoringDays.toFixed(1), `hours / ${options.workersMax} workers / 24`],
  ];
  return `## Workers\n\n${markdownTable(['what', '>figure', 'how'], rows)}`;
}

function ownMachineText({ ownMachine: { stages, flightS, totalS }, survey, calibration }: Plan): string {
  const rows = costStages.map((stage) => [
    stage,
    `${figure(stages[stage])} s`,
    percent(stages[stage] / flightS),
    costText(calibration.stages[stage], stage),
  ]);
  rows.push([
    'together',
    `${figure(flightS)} s`,
    '',
    `${figure(survey.flights)} flights: ${figure(totalS / 3600)} h of one core`,
  ]);
  return `## On the machine that was measured\n\nCPU of one flight of ${figure(survey.photos / survey.flights)} photos with \`umbel run\`.\n\n${markdownTable(['stage', '>CPU of a flight', '>share', 'how'], rows)}`;
}

/** What a stage's CPU is made of; parts that are nothing are left out. */
function costText({ runS, photoS, megapixelS, tileS }: StageCost, stage: CostStage): string {
  const parts: (readonly [number, string])[] = [
    [runS, 'a run'],
    [photoS, stage === 'cut' ? 'a photo that is cut' : 'a photo'],
    [megapixelS, 'a megapixel'],
    [tileS, stage === 'cut' ? 'a tile for review' : 'a tile'],
  ];
  const known = parts.filter(([seconds]) => seconds > 0);
  const text = known.map(([seconds, of]) => `${figure(seconds * 1000)} ms ${of}`);
  return [...text, ...(stage === 'score' ? ['the engine'] : [])].join(' + ');
}

function storageText({ storage, stored, options }: Plan): string {
  const kinds = Object.keys(storage[0]?.usd ?? {});
  const rows = storage.map(({ month, usd, totalUsd }) => [
    String(month),
    ...kinds.map((kind) => dollars(usd[kind] ?? 0)),
    dollars(totalUsd),
  ]);
  const bytes = Object.entries(stored).map(([kind, size]) => `${kind} ${bytesText(size)}`);
  return `## Storage by month\n\nStored after one pass: ${bytes.join(', ')}. Photos are in Intelligent-Tiering (with its monitoring), sheets go after 90 days.\n\n${markdownTable(['month', ...kinds.map((kind) => `>${kind}`), '>USD'], rows.slice(0, options.months))}`;
}

function sensitivityText({ options, calibration }: Plan): string {
  const rows = sensitivity(options, calibration).map((row) => [
    row.change,
    figure(row.photos),
    dollars(row.passUsd),
    dollars(row.workersUsd),
    dollars(row.storageYearUsd),
    dollars(row.firstYearUsd),
    figure(row.reviewHours),
  ]);
  const headers = [
    'change',
    '>photos',
    '>pass',
    '>workers',
    '>storage, a year',
    '>first year',
    '>hours of review',
  ];
  return `## What changes it\n\nOne thing at a time; USD.\n\n${markdownTable(headers, rows)}`;
}

function assumptionsText({ calibration, options }: Plan): string {
  const measured = Object.entries(figuresOf(calibration)).map(([name, seconds]) => [
    name,
    `${(seconds * 1000).toPrecision(3)} ms`,
    'measured, CPU of one core',
  ]);
  const assumed = [...Object.entries(assumptions), ...Object.entries(priceShares)].map(([name, value]) => [
    name,
    String(value),
    'assumed: core/plan/assumptions.ts and prices.ts say why',
  ]);
  const chosen = Object.entries(options).map(([name, value]) => [
    name,
    typeof value === 'object' ? formatTiling(value) : String(value),
    'chosen',
  ]);
  return `## Assumptions\n\nMeasured on ${calibration.measuredAt.slice(0, 10)}, ${calibration.machine}.\n\n${markdownTable(['name', '>value', 'kind'], [...chosen, ...measured, ...assumed])}`;
}

function pricesText({ upload, pass, fixed, remembered, totals }: Plan): string {
  const used = new Set<PriceId>([...upload, ...pass, ...fixed].map(({ price }) => price));
  const rows = Object.entries(prices)
    .filter(([id]) => [...used].some((price) => price === id) || !onlyInLines.test(id))
    .map(([, listed]) => [
      String(listed.usd),
      listed.per === 1 ? listed.unit : `${figure(listed.per)} x ${listed.unit}`,
      listed.page,
      evidenceText(listed),
    ]);
  const share = percent(remembered.usd / totals.firstYearUsd);
  const unchecked = `**${dollars(remembered.usd)} USD of the first year (${share}) rest on prices from memory** that must be checked on the page before money depends on them: ${remembered.lines.join('; ')}. Shares of spot prices and the fee of managed instances are assumptions.`;
  return `## Prices\n\n${priceList.region}, list prices of ${priceList.date} in ${priceList.currency}, without free tiers, discounts and tax.\n\n${unchecked}\n\n${markdownTable(['>USD', 'for', 'page', 'where the figure was seen'], rows)}`;
}

/** Prices that appear only where a line uses them; those of workers and storage always do. */
const onlyInLines = /^(endpoint|nat|waf|metric|alarm|dashboard|guardDuty|kms)/;

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
