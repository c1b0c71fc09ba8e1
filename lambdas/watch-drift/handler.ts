import { driftRequestSchema } from '#core/drift/drift-report.ts';
import { defineFunction } from '../function.ts';
import { watchDrift } from './watch-drift.ts';

/**
 * Judges the models on the flights of the last days. Its metrics make the alarms; who is to be told hears of it on the
 * event bus.
 */
export const handler = defineFunction({
  event: driftRequestSchema,
  async work(request, { platform, metrics, logger }) {
    const report = await watchDrift(platform, request);
    metrics.addMetric('FlightsJudged', 'Count', report.flights.length);
    metrics.addMetric('DriftAlarms', 'Count', report.alarms);
    // What too few photos show is no figure to draw a curve of.
    const compared = report.flights.filter(({ level }) => level !== 'not-compared' && level !== 'too-few');
    const largest = (of: (flight: (typeof compared)[number]) => number) =>
      compared.reduce((most, flight) => Math.max(most, of(flight)), 0);
    if (compared.length > 0) {
      metrics.addMetric(
        'DriftPsi',
        'None',
        largest(({ all }) => all.psi),
      );
      metrics.addMetric('UnsureShare', 'Percent', 100 * largest(({ unsureShare }) => unsureShare));
      metrics.addMetric(
        'MissedTilesAtLeast',
        'Count',
        largest(({ audit }) => audit.missed?.low ?? 0),
      );
    }
    for (const { flightId, runId, modelId, cause, says } of report.flights.filter(({ alarm }) => alarm)) {
      logger.warn('A model is not what it was.', { flightId, runId, modelId, cause, says });
      await platform.events.publish({
        source: 'umbel',
        detailType: 'Drift Found',
        detail: { flightId, runId, modelId, cause, says },
      });
    }
    return report;
  },
});
