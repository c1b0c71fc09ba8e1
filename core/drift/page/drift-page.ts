import { html, type Html } from '../../report/html.ts';
import { renderPage } from '../../report/page.ts';
import { percentText, plural } from '../../report/wording.ts';
import type { JudgedFlight } from '../drift-report.ts';
import { courseChart } from './course-chart.ts';
import { driftStyle, levelLooks, levelSign } from './looks.ts';
import { sharesChart } from './shares-chart.ts';

/** A tile that is worth a look. */
export interface OddTile {
  readonly photoName: string;
  readonly tile: number;
  readonly confidence: number;
  /** JPEG. */
  readonly jpegBase64: string;
}

/** Everything that the page shows. */
export interface DriftPage {
  /** Which flights were asked for: `the last 30 days`. */
  readonly about: string;
  /** With their histograms, in any order. */
  readonly flights: readonly JudgedFlight[];
  /** Run ids of the flights that are told one by one; the others are in the charts and the table. */
  readonly told: ReadonlySet<string>;
  /** Tiles by run id: those whose confidences are more frequent than expected. */
  readonly tiles: ReadonlyMap<string, readonly OddTile[]>;
}

/** Whether models are what they were, as one self-contained HTML page. The same data gives the same bytes. */
export function renderDrift(page: DriftPage): string {
  const { about, flights } = page;
  const count = (level: JudgedFlight['level']) => flights.filter((flight) => flight.level === level).length;
  const alarms = flights.filter(({ alarm }) => alarm).length;
  const models = [...Map.groupBy(flights.toSorted(byDay), ({ modelId }) => modelId)];
  return renderPage({
    title: `Drift · ${about}`,
    style: driftStyle,
    masthead: {
      eyebrow: 'Models in use · drift',
      title: headlineOf(alarms, flights.length),
      facts: [
        ['Flights', `${flights.length}, ${about}`],
        ['Watch', count('watch') === 0 ? undefined : String(count('watch'))],
        ['Too few photos to judge', count('too-few') === 0 ? undefined : String(count('too-few'))],
        ['Without a reference', count('not-compared') === 0 ? undefined : String(count('not-compared'))],
      ],
      notices: [],
    },
    main: [
      ...models.flatMap(([modelId, own], i) => [
        courseSection(modelId, own, i),
        ...own
          .filter(({ runId }) => page.told.has(runId))
          .toReversed()
          .map((flight) => flightSection(flight, page.tiles.get(flight.runId) ?? [])),
      ]),
      tableSection(flights.toSorted(byDay).toReversed()),
    ],
    footer: html`Made by umbel drift. An alarm is a reason to look, not proof.`,
  });
}

function headlineOf(alarms: number, flights: number): string {
  if (alarms > 0) return `Alarm on ${alarms} of ${plural(flights, 'flight')}`;
  return `No alarm on ${plural(flights, 'flight')}`;
}

function byDay(a: JudgedFlight, b: JudgedFlight): number {
  if (a.surveyDate !== b.surveyDate) return a.surveyDate < b.surveyDate ? -1 : 1;
  return a.flightId < b.flightId ? -1 : 1;
}

function courseSection(modelId: string, flights: readonly JudgedFlight[], number: number): Html {
  const id = `model-${number}`;
  const levels = [...new Set(flights.map(({ level }) => level))];
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${modelId}</h2>
    <p class="lead">
      How far the confidences of each flight are from those that the model gave when it was made (PSI,
      logarithmic). The red line is the distance from which it is an alarm: the less ground the photos show,
      the higher it lies, for the more chance there is.
    </p>
    <div class="pair">
      <div>
        <h3>All tiles</h3>
        ${courseChart(flights, 'all', `Distance of all confidences of ${plural(flights.length, 'flight')}; the table at the end holds the figures`)}
      </div>
      <div>
        <h3>Tiles that show something (5 % and more)</h3>
        ${courseChart(flights, 'shown', `Distance of confidences from 5 % on, of ${plural(flights.length, 'flight')}; the table at the end holds the figures`)}
      </div>
    </div>
    <ul class="key">
      ${levels.map((level) => html`<li>${levelSign(level)} ${levelLooks[level].name}</li>`)}
    </ul>
  </section>`;
}

function flightSection(flight: JudgedFlight, tiles: readonly OddTile[]): Html {
  const { flightId, runId, surveyDate, level, says } = flight;
  return html`<section aria-labelledby="flight-${runId}">
    <h2 id="flight-${runId}">${levelSign(level)} ${flightId}, ${surveyDate}</h2>
    <p class="lead">${says}</p>
    ${sharesChart(flight)}
    ${
      tiles.length > 0 &&
      html`<h3>Look at these first</h3>
        <p>
          Tiles of the confidences that are more frequent than expected, one of a photo where there are many.
        </p>
        <ul class="sheet">
          ${tiles.map(tileFigure)}
        </ul>`
    }
  </section>`;
}

function tileFigure({ photoName, tile, confidence, jpegBase64 }: OddTile): Html {
  const share = percentText(confidence);
  return html`<li>
    <figure>
      <img
        src="data:image/jpeg;base64,${jpegBase64}"
        alt="Tile ${tile} of ${photoName}, confidence ${share}"
        decoding="async"
      />
      <figcaption>${share}<span class="name">${photoName}, tile ${tile}</span></figcaption>
    </figure>
  </li>`;
}

function tableSection(flights: readonly JudgedFlight[]): Html {
  return html`<section aria-labelledby="flights">
    <h2 id="flights">All flights</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Day</th>
            <th scope="col">Flight</th>
            <th scope="col">Judgement</th>
            <th scope="col" class="number">PSI</th>
            <th scope="col" class="number">alarm from</th>
            <th scope="col" class="number">PSI from 5 %</th>
            <th scope="col" class="number">alarm from</th>
            <th scope="col" class="number">Unsure</th>
            <th scope="col">What it says</th>
          </tr>
        </thead>
        <tbody>
          ${flights.map(flightRow)}
        </tbody>
      </table>
    </div>
  </section>`;
}

function flightRow(flight: JudgedFlight): Html {
  const { surveyDate, flightId, level, all, shown, unsureShare, missesTooMany, says } = flight;
  return html`<tr>
    <td>${surveyDate}</td>
    <th scope="row" class="wrap">${flightId}</th>
    <td>${levelSign(level)} ${levelLooks[level].name}${missesTooMany && ', misses plants'}</td>
    <td class="number">${all.psi.toFixed(3)}</td>
    <td class="number">${alarmFrom(all)}</td>
    <td class="number">${shown.psi.toFixed(3)}</td>
    <td class="number">${alarmFrom(shown)}</td>
    <td class="number">${(100 * unsureShare).toFixed(1)} %</td>
    <td class="says">${says}</td>
  </tr>`;
}

function alarmFrom({ bounds }: JudgedFlight['all']): string {
  return bounds?.alarm.toFixed(3) ?? '–';
}
