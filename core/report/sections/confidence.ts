import { bandOf, certainFrom, probableFrom } from '../../review/band.ts';
import { html, type Html } from '../html.ts';
import type { ReportData } from '../report-data.ts';
import { countText, percentText } from '../wording.ts';

const width = 960;
const height = 300;
const plot = { left: 64, right: 932, top: 34, bottom: 262 };

/** The histogram of all confidences: counts on a logarithmic axis, for empty tiles outnumber hogweed by far. */
export function confidenceSection({ histogram, run }: ReportData): Html | undefined {
  if (histogram.total === 0) return undefined;
  const bins = histogram.counts.length;
  return html`<section aria-labelledby="confidence">
    <h2 id="confidence">Confidence of all tiles</h2>
    <p class="lead">
      How many tiles got which confidence. The upright axis is logarithmic: each line stands for ten times as
      many tiles as the one below.
    </p>
    ${chart(data(histogram.counts, run.threshold), run.threshold)}
    <details>
      <summary>The same figures as a table</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">Confidence</th>
            <th scope="col" class="number">Tiles</th>
          </tr>
        </thead>
        <tbody>
          ${histogram.counts.map(
            (count, i) =>
              html`<tr>
                <td>${binLabel(i, bins)}</td>
                <td class="number">${countText(count)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </details>
  </section>`;
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly kind: string;
  readonly label: string;
}

function data(counts: readonly number[], threshold: number): Bar[] {
  const bins = counts.length;
  return counts.map((count, i) => ({
    from: i / bins,
    to: (i + 1) / bins,
    count,
    kind: bandOf((i + 0.5) / bins, threshold) ?? 'below',
    label: `${binLabel(i, bins)}: ${countText(count)} tiles`,
  }));
}

function chart(bars: readonly Bar[], threshold: number): Html {
  const decades = Math.max(1, Math.ceil(Math.log10(Math.max(1, ...bars.map(({ count }) => count)) + 1)));
  // Half a decade below 1 is ground, so that a single tile still makes a bar.
  const yOf = (count: number): number =>
    plot.bottom - ((Math.log10(count) + 0.3) / (decades + 0.3)) * (plot.bottom - plot.top);
  const total = bars.reduce((sum, { count }) => sum + count, 0);
  return html`<svg
    class="chart"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="Histogram of the confidences of ${countText(total)} tiles; the table below holds the figures"
  >
    ${Array.from({ length: decades + 1 }, (_, power) => {
      const y = yOf(10 ** power).toFixed(1);
      return html`<line class="axis" x1="${plot.left}" x2="${plot.right}" y1="${y}" y2="${y}" /><text
          x="${plot.left - 8}"
          y="${y}"
          dy="4"
          text-anchor="end"
          >${countText(10 ** power)}</text
        >`;
    })}
    ${bars
      .filter(({ count }) => count > 0)
      .map((bar) => {
        const y = yOf(bar.count);
        return html`<rect
          class="bar-${bar.kind}"
          x="${(xOf(bar.from) + 1).toFixed(1)}"
          y="${y.toFixed(1)}"
          width="${(xOf(bar.to) - xOf(bar.from) - 2).toFixed(1)}"
          height="${(plot.bottom - y).toFixed(1)}"
          ><title>${bar.label}</title></rect
        >`;
      })}
    <line class="axis" x1="${plot.left}" x2="${plot.right}" y1="${plot.bottom}" y2="${plot.bottom}" />
    ${[0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => html`<text x="${xOf(share).toFixed(1)}" y="${plot.bottom + 20}" text-anchor="middle">${percentText(share)}</text>`)}
    ${marks(threshold)}
  </svg>`;
}

/** The lower ends of the bands as dashed lines; labels that would touch go to two rows. */
function marks(threshold: number): Html[] {
  const wanted = [
    { at: threshold, label: `threshold ${percentText(threshold)}` },
    { at: probableFrom, label: 'probable' },
    { at: certainFrom, label: 'certain' },
  ].filter(({ at }) => at >= threshold);
  return wanted.map(({ at, label }, i) => {
    const crowded = i > 0 && at - wanted[i - 1]!.at < 0.16 && i % 2 === 1;
    const x = xOf(at).toFixed(1);
    const top = crowded ? 10 : 24;
    return html`<line class="mark" x1="${x}" x2="${x}" y1="${top + 4}" y2="${plot.bottom}" /><text
        class="mark-label"
        x="${x}"
        y="${top}"
        text-anchor="${at > 0.93 ? 'end' : 'middle'}"
        >${label}</text
      >`;
  });
}

function xOf(share: number): number {
  return plot.left + share * (plot.right - plot.left);
}

function binLabel(bin: number, bins: number): string {
  return `${Math.round((bin / bins) * 100)} to ${Math.round(((bin + 1) / bins) * 100)} %`;
}
