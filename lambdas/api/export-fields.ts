import { createHash } from 'node:crypto';
import { z } from 'zod';
import { filterSightings } from '#core/export/filter.ts';
import { type ExportFormatName, exportFormats } from '#core/export/formats.ts';
import { selectForFormat } from '#core/export/official.ts';
import { resultsPrefix } from '#core/flight/keys.ts';
import { flightIdSchema } from '#core/flight/manifest.ts';
import { bands } from '#core/review/band.ts';
import { reviewStates } from '#core/sighting/review-state.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { notThere } from './errors.ts';
import { type ApiCall, type ApiField, idempotencyKeySchema, mutation, optional } from './field.ts';
import { enumName, enumOf } from './names.ts';
import { once } from './once.ts';
import { linkS } from './run-answers.ts';
import { shownFlights } from './shown-flights.ts';

const formatNames = Object.keys(exportFormats) as ExportFormatName[];
const degrees = (limit: number) => z.number().min(-limit).max(limit);

const exportSchema = z.strictObject({
  flightId: flightIdSchema,
  format: enumOf(formatNames),
  filter: optional(
    z.strictObject({
      bands: optional(z.array(enumOf(bands)).max(3)),
      reviews: optional(z.array(enumOf(reviewStates)).max(4)),
      confidenceFrom: optional(z.number().min(0).max(1)),
      view: optional(
        z.strictObject({ west: degrees(360), south: degrees(90), east: degrees(360), north: degrees(90) }),
      ),
    }),
  ),
  idempotencyKey: idempotencyKeySchema,
});

/** Files for other programs. */
export const exportFields: Readonly<Record<string, ApiField>> = {
  'Mutation.makeExport': mutation(undefined, exportSchema, (input, call) =>
    // A link that has ended is worth nothing: asked again later, the file is made again.
    once(call, { field: 'makeExport', input, rememberS: linkS / 2 }, () => makeExport(input, call)),
  ),
};

async function makeExport(
  { flightId, format, filter }: z.output<typeof exportSchema>,
  { platform }: ApiCall,
): Promise<object> {
  const [flight] = (await shownFlights(platform, { flightIds: [flightId] })).shown;
  if (flight === undefined) throw notThere(`flight ${flightId} with sightings`);
  const { view, threshold } = flight;
  const confidenceFrom = filter?.confidenceFrom ?? threshold;
  const passing = filterSightings(view.sightings, {
    ...(filter?.bands === undefined ? {} : { bands: filter.bands }),
    ...(filter?.reviews === undefined ? {} : { reviews: filter.reviews }),
    ...(filter?.view === undefined ? {} : { area: filter.view }),
    ...(confidenceFrom === undefined ? {} : { confidenceFrom }),
  });
  const { sightings, leftOut } = selectForFormat(format, passing, { bands: filter?.bands });
  const { extension, mediaType, write } = exportFormats[format];
  const largestNumber = view.sightings.reduce((most, { number }) => Math.max(most, number), 0);
  const text = write(sightings, { ...view.stored.context, largestNumber, leftOut });
  // Named by its content: the same export is the same object, and nobody's link shows another one.
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const ref = {
    bucket: requireEnvironment('resultsBucket'),
    key: `${resultsPrefix(flightId, view.runId)}/exports/${digest}${extension}`,
  };
  await platform.objects.put(ref, text, mediaType);
  const fileName = `${flightId}-sightings${extension}`;
  return {
    name: fileName,
    format: enumName(format),
    sightings: sightings.length,
    leftOut,
    url: await platform.urls.read(ref, { forS: linkS, fileName }),
    expiresAt: new Date(platform.clock.now().getTime() + linkS * 1000).toISOString(),
  };
}
