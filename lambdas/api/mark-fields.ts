import { createHash } from 'node:crypto';
import { z } from 'zod';
import { flightIdSchema } from '#core/flight/manifest.ts';
import { type FieldMark, fieldMarkKindSchema } from '#core/label/field-mark.ts';
import { maxNoteLength } from '#core/label/label.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { badInput, notThere, outdated, refused } from './errors.ts';
import {
  type ApiCall,
  type ApiField,
  idempotencyKeySchema,
  mutation,
  optionalText,
  versionSchema,
} from './field.ts';
import type { FlightView } from './flight-view.ts';
import { enumOf } from './names.ts';
import { once } from './once.ts';
import { sightingAnswer } from './sighting-answers.ts';
import { sightingIdSchema } from './sighting-fields.ts';
import { shownFlights } from './shown-flights.ts';

const crews = ['operator', 'biologist', 'admin'] as const;

const sightingKey = {
  flightId: flightIdSchema,
  sightingId: sightingIdSchema,
  idempotencyKey: idempotencyKeySchema,
};
const markSchema = z.strictObject({
  ...sightingKey,
  kind: enumOf(fieldMarkKindSchema.options),
  date: z.iso.date(),
  note: optionalText(maxNoteLength),
  expectedVersion: versionSchema,
});
const withdrawMarkSchema = z.strictObject({
  ...sightingKey,
  markId: z.string().regex(/^[0-9a-f]{20}$/, 'must be the id of a mark'),
});

/** What crews found in the field. */
export const markFields: Readonly<Record<string, ApiField>> = {
  'Mutation.markSighting': mutation(crews, markSchema, (input, call) =>
    once(call, { field: 'markSighting', input }, () => {
      mustNotBeAhead(input.date, call.platform.clock.now());
      const { kind, date, note, expectedVersion } = input;
      return append(call, input, expectedVersion, () => ({
        kind,
        date,
        ...(note === undefined ? {} : { note }),
      }));
    }),
  ),
  'Mutation.withdrawMark': mutation(crews, withdrawMarkSchema, (input, call) =>
    once(call, { field: 'withdrawMark', input }, () =>
      append(call, input, undefined, (history) => {
        const former = history.find(
          ({ markId, withdraws }) => markId === input.markId && withdraws === undefined,
        );
        if (former === undefined) throw notThere(`mark ${input.markId} at this sighting`);
        if (former.who !== call.person.personId && !call.may('admin'))
          throw refused('Only who made a mark can take it back.', {
            hint: 'Add a mark of your own instead.',
          });
        return { kind: former.kind, date: former.date, withdraws: former.markId };
      }),
    ),
  ),
};

interface SightingKey {
  readonly flightId: string;
  readonly sightingId: string;
  readonly idempotencyKey: string;
}

const mostTries = 8;

async function append(
  call: ApiCall,
  { flightId, sightingId, idempotencyKey }: SightingKey,
  expectedVersion: number | undefined,
  contentFor: (history: readonly FieldMark[]) => Pick<FieldMark, 'kind' | 'date' | 'note' | 'withdraws'>,
): Promise<object> {
  const { tables, clock } = call.platform;
  const text = JSON.stringify([call.person.personId, idempotencyKey, flightId, sightingId]);
  const markId = createHash('sha256').update(text).digest('hex').slice(0, 20);
  for (let attempt = 1; ; attempt++) {
    const { view, sighting } = await mustBeThere(call, flightId, sightingId);
    const history = view.marksOf(sightingId);
    if (history.some((mark) => mark.markId === markId))
      return sightingAnswer(call, { view, sighting, at: '' });
    if (expectedVersion !== undefined && history.length !== expectedVersion)
      throw outdated('the marks at this sighting', history.length);
    const { lat, lon, uncertaintyM } = sighting;
    const seq =
      Math.max(0, ...history.filter((mark) => mark.sightingId === sightingId).map((mark) => mark.seq)) + 1;
    const at = clock.now().toISOString();
    const added: FieldMark = {
      flightId,
      sightingId,
      seq,
      markId,
      ...contentFor(history),
      who: call.person.personId,
      at,
      lat,
      lon,
      uncertaintyM,
    };
    const outcome = await tables.fieldMarks.append(added);
    await tables.flights.countUp(flightId, 'markVersion');
    if (outcome === 'appended') {
      const now = await mustBeThere(call, flightId, sightingId);
      return sightingAnswer(call, { ...now, at: '' });
    }
    if (attempt === mostTries) throw outdated('the marks at this sighting', history.length);
  }
}

async function mustBeThere(
  { platform }: ApiCall,
  flightId: string,
  sightingId: string,
): Promise<{ view: FlightView; sighting: Sighting }> {
  const [flight] = (await shownFlights(platform, { flightIds: [flightId] })).shown;
  const sighting = flight?.view.bySighting.get(sightingId);
  if (flight === undefined || sighting === undefined)
    throw notThere(`sighting ${sightingId} in flight ${flightId}`);
  return { view: flight.view, sighting };
}

/** A day later than this one allows for every time zone. */
function mustNotBeAhead(date: string, now: Date): void {
  const latest = new Date(now.getTime() + 24 * 3600 * 1000).toISOString().slice(0, 10);
  if (date <= latest) return;
  throw badInput(`The visit is said to be on ${date}: that day has not come.`, {
    code: 'mark.day-ahead',
    params: { date },
  });
}
