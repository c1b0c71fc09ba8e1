import { html, type Html } from '../../report/html.ts';
import type { JudgedFlight } from '../drift-report.ts';
import { levelLooks } from './looks.ts';

const width = 560;
const height = 300;
const plot = { left: 58, right: 548, top: 14, bottom: 246 };
/** Distances below this are drawn on the ground line. */
const least = 1e-3;

/** The distance of each flight from its model, one after the other, under the bound from which it would be an alarm. */
export function courseChart(flights: readonly JudgedFlight[], which: 'all' | 'shown', label: string): Html {
  const most = Math.max(
    ...flights.flatMap(({ [which]: { psi, bounds } }) => [psi, bounds?.alarm ?? 0]),
    10 * least,
  );
  const decades = Math.ceil(Math.log10(most / least) - 1e-9);
  const yOf = (psi: number) => {
    const share = Math.min(1, Math.max(0, Math.log10(Math.max(psi, least) / least) / decades));
    return plot.bottom - share * (plot.bottom - plot.top);
  };
  const step = (plot.right - plot.left) / flights.length;
  const xOf = (i: number) => plot.left + step * (i + 0.5);
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
    ${Array.from({ length: decades + 1 }, (_, power) => {
      const y = yOf(least * 10 ** power).toFixed(1);
      return html`<line class="axis" x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}" /><text
          x="${plot.left - 8}"
          y="${y}"
          dy="4"
          text-anchor="end"
          >${levelText(power)}</text
        >`;
    })}
    ${flights.map((flight, i) => html`${boundOf(flight[which].bounds?.alarm, { x: xOf(i), step, yOf })}`)}
    ${flights.map(
      (flight, i) =>
        html`<g
          class="dot-${flight.level} dot"
          transform="translate(${xOf(i).toFixed(1)} ${yOf(flight[which].psi).toFixed(1)})"
          ><path d="${levelLooks[flight.level].path}" /><title>${titleOf(flight, which)}</title></g
        >`,
    )}
    ${dayMarks(flights, xOf)}
    <text x="${(plot.left + plot.right) / 2}" y="${plot.bottom + 40}" text-anchor="middle">
      flights by day of survey
    </text>
  </svg>`;
}

function boundOf(
  alarm: number | undefined,
  { x, step, yOf }: { x: number; step: number; yOf: (psi: number) => number },
): Html | undefined {
  if (alarm === undefined) return undefined;
  const [left, wide, y] = [x - step * 0.46, step * 0.92, yOf(alarm)];
  return html`<rect
      class="tolerated"
      x="${left.toFixed(1)}"
      y="${y.toFixed(1)}"
      width="${wide.toFixed(1)}"
      height="${(plot.bottom - y).toFixed(1)}"
    /><line
      class="bound"
      x1="${left.toFixed(1)}"
      x2="${(left + wide).toFixed(1)}"
      y1="${y.toFixed(1)}"
      y2="${y.toFixed(1)}"
    />`;
}

/** Days below the axis: as many as have room. */
function dayMarks(flights: readonly JudgedFlight[], xOf: (i: number) => number): Html[] {
  const every = Math.max(1, Math.ceil(flights.length / 6));
  return flights.flatMap(({ surveyDate }, i) =>
    i % every === 0
      ? [
          html`<text x="${xOf(i).toFixed(1)}" y="${plot.bottom + 20}" text-anchor="middle"
            >${surveyDate}</text
          >`,
        ]
      : [],
  );
}

function titleOf({ flightId, surveyDate, level, ...flight }: JudgedFlight, which: 'all' | 'shown'): string {
  const { psi, bounds } = flight[which];
  const bound = bounds === undefined ? 'not comparable' : `alarm from ${bounds.alarm.toFixed(3)}`;
  return `${flightId}, ${surveyDate}: ${levelLooks[level].name}, PSI ${psi.toFixed(3)} (${bound})`;
}

/** 0.001, 0.01, ..., 10: the exponent above the least. */
function levelText(power: number): string {
  const value = least * 10 ** power;
  return value < 1 ? value.toFixed(3 - power) : value.toFixed(0);
}
