import { html, type Html } from '../../report/html.ts';
import { countText } from '../../report/wording.ts';
import type { JudgedFlight } from '../drift-report.ts';

const width = 960;
const height = 300;
const plot = { left: 76, right: 948, top: 14, bottom: 250 };
/** Shares below this are drawn on the ground line. */
const least = 1e-4;
const decades = 4;

/** How many tiles got which confidence, as bars, and how many were expected, as a line; shares on a logarithmic axis. */
export function sharesChart({ flightId, histograms }: JudgedFlight): Html | undefined {
  if (histograms === undefined) return undefined;
  const { seen, expected } = histograms;
  const tiles = seen.reduce((sum, count) => sum + count, 0);
  const step = (plot.right - plot.left) / seen.length;
  const xOf = (bin: number) => plot.left + step * bin;
  const line = expected.map(
    (share, bin) =>
      `${bin === 0 ? 'M' : 'L'}${xOf(bin).toFixed(1)} ${yOf(share).toFixed(1)}H${xOf(bin + 1).toFixed(1)}`,
  );
  return html`<svg
      class="chart"
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-label="Confidences of ${countText(tiles)} tiles of ${flightId} beside those expected; the table below holds the figures"
    >
      ${[0, 1, 2, 3, 4].map((power) => {
        const y = yOf(least * 10 ** power).toFixed(1);
        return html`<line class="axis" x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}" /><text
            x="${plot.left - 8}"
            y="${y}"
            dy="4"
            text-anchor="end"
            >${shareText(least * 10 ** power)}</text
          >`;
      })}
      ${seen.map(
        (count, bin) =>
          html`${
            count > 0 &&
            html`<rect
              class="bar-below"
              x="${(xOf(bin) + 2).toFixed(1)}"
              y="${yOf(count / tiles).toFixed(1)}"
              width="${(step - 4).toFixed(1)}"
              height="${(plot.bottom - yOf(count / tiles)).toFixed(1)}"
              ><title>
                ${binText(bin)}: ${shareText(count / tiles)}, expected ${shareText(expected[bin]!)}
              </title></rect
            >`
          }`,
      )}
      <path class="expected" d="${line.join('')}" />
      ${[0, 4, 8, 12, 16, 20].map((bin) => html`<text x="${xOf(bin).toFixed(1)}" y="${plot.bottom + 20}" text-anchor="${bin === 20 ? 'end' : 'middle'}">${bin * 5} %</text>`)}
      <text x="${(plot.left + plot.right) / 2}" y="${plot.bottom + 40}" text-anchor="middle">
        confidence: bars this flight, line expected of the model
      </text>
    </svg>
    ${sharesTable(seen, expected, tiles)}`;
}

function sharesTable(seen: readonly number[], expected: readonly number[], tiles: number): Html {
  return html`<details>
    <summary>The same figures as a table</summary>
    <table>
      <thead>
        <tr>
          <th scope="col">Confidence</th>
          <th scope="col" class="number">Tiles</th>
          <th scope="col" class="number">Share</th>
          <th scope="col" class="number">Expected</th>
        </tr>
      </thead>
      <tbody>
        ${seen.map(
          (count, bin) =>
            html`<tr>
              <td>${binText(bin)}</td>
              <td class="number">${countText(count)}</td>
              <td class="number">${shareText(count / tiles)}</td>
              <td class="number">${shareText(expected[bin]!)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}

function yOf(share: number): number {
  const level = Math.min(1, Math.max(0, Math.log10(Math.max(share, least) / least) / decades));
  return plot.bottom - level * (plot.bottom - plot.top);
}

function binText(bin: number): string {
  return `${bin * 5} to ${bin * 5 + 5} %`;
}

function shareText(share: number): string {
  const percent = 100 * share;
  return `${percent >= 10 ? percent.toFixed(0) : percent >= 0.1 ? percent.toFixed(1) : percent.toFixed(2)} %`;
}
