import { agreementOf, opinionPairs } from '#core/label/agreement.ts';
import type { Label } from '#core/label/label.ts';
import { byTile, standingLabels, verdictOf } from '#core/label/standing.ts';
import { awaitsSecondOpinion } from './second-opinion.ts';
import type { ApiCall } from './field.ts';
import { waitingCount } from './waiting-count.ts';

/** Flights that are counted at most when none is named: the latest. */
const mostFlights = 500;

/** How much was answered, and what. */
export async function reviewFigures(call: ApiCall, flightId: string | undefined): Promise<object> {
  const [histories, waiting] = await Promise.all([
    historiesOf(call, flightId),
    waitingCount(call, { flightId }),
  ]);
  const figures = {
    waiting,
    answered: 0,
    answeredByMe: 0,
    hogweed: 0,
    notHogweed: 0,
    unsure: 0,
    badImage: 0,
  };
  for (const history of histories) {
    const standing = standingLabels(history);
    const verdict = verdictOf(standing);
    if (verdict === undefined) continue;
    figures.answered++;
    if (standing.some(({ who }) => who === call.person.personId)) figures.answeredByMe++;
    if (verdict === 'hogweed') figures.hogweed++;
    else if (verdict === 'not-hogweed') figures.notHogweed++;
    else if (verdict === 'unsure') figures.unsure++;
    else figures.badImage++;
  }
  return figures;
}

/** How far two people agree. */
export async function agreementFigures(call: ApiCall, flightId: string | undefined): Promise<object> {
  const histories = await historiesOf(call, flightId);
  const { pairs, agreed, kappa } = agreementOf(opinionPairs(histories));
  const waiting = histories.filter((history) => awaitsSecondOpinion(history[0]!, history)).length;
  return { pairs, agreed, kappa: kappa ?? null, waiting };
}

/** The histories of all tiles that were ever answered. */
async function historiesOf({ platform }: ApiCall, flightId: string | undefined): Promise<Label[][]> {
  const flightIds = flightId === undefined ? await latestFlights(platform) : [flightId];
  const histories: Label[][] = [];
  for (const id of flightIds) {
    if (flightId === undefined && (await platform.tables.flights.getState(id)).labelVersion === 0) continue;
    const labels: Label[] = [];
    for await (const label of platform.tables.labels.list(id)) labels.push(label);
    histories.push(...byTile(labels).values());
  }
  return histories;
}

async function latestFlights({ tables }: ApiCall['platform']): Promise<string[]> {
  const listed: { flightId: string; startedAt: string }[] = [];
  for await (const flight of tables.flights.listFlights()) listed.push(flight);
  listed.sort((a, b) => (a.startedAt > b.startedAt ? -1 : 1));
  return listed.slice(0, mostFlights).map(({ flightId }) => flightId);
}
