import type { DriftReport, JudgedFlight } from '#core/drift/drift-report.ts';

/** The report for people. */
export function driftText({ flights, alarms, candidates }: DriftReport): string {
  if (flights.length === 0)
    return 'No flight was run lately with a model (simulated ones count with --simulated; --days looks further back).\n';
  const lines = flights.flatMap(flightLines);
  const silent = flights.filter(({ level }) => level === 'too-few' || level === 'not-compared').length;
  const unknown = silent === 0 ? '' : ` Nothing can be said of ${silent} of ${flights.length}.`;
  const summary = `${alarms === 0 ? 'No alarm.' : `ALARM on ${alarms} of ${flights.length} flights.`}${unknown}`;
  const tiles = candidates.map(
    ({ flightId, tileId, confidence }) => `${flightId}  ${tileId}  ${confidence.toFixed(2)}`,
  );
  const chosen =
    tiles.length === 0
      ? []
      : ['', `${tiles.length} tiles to label next (flight, tile, confidence):`, ...tiles];
  return `${[...lines, '', summary, ...chosen].join('\n')}\n`;
}

/** Five letters each. */
const marks: Readonly<Record<JudgedFlight['level'], string>> = {
  steady: '  ok ',
  watch: 'watch',
  alarm: 'ALARM',
  'too-few': ' few ',
  'not-compared': '  ?  ',
};

function flightLines(flight: JudgedFlight): string[] {
  const { alarm, level, flightId, surveyDate, modelId, says } = flight;
  const mark = alarm ? 'ALARM' : marks[level];
  return [`${mark}  ${flightId}  ${surveyDate}  ${modelId}`, `       ${says}`, `       ${auditLine(flight)}`];
}

function auditLine({ audit, missesTooMany }: JudgedFlight): string {
  if (audit.asked === 0) return 'Audit: no tile was drawn.';
  if (audit.answered === 0) return `Audit: none of ${audit.asked} tiles has an answer yet.`;
  const agreement = `the model agrees with ${((audit.agreement ?? 0) * 100).toFixed(1)} % of ${audit.answered} answers (${audit.asked} asked)`;
  if (audit.missed === undefined) return `Audit: ${agreement}; too few photos to estimate what is missed.`;
  const { total, low, high } = audit.missed;
  const missed = `missed tiles ${total.toFixed(0)}, with 95 % between ${low.toFixed(0)} and ${high.toFixed(0)}`;
  return `Audit: ${agreement}; ${missed}${missesTooMany ? ': too many' : ''}.`;
}
