import { html, type Html } from '../../../report/html.ts';
import { countText } from '../../../report/wording.ts';
import type { CalibrationBin } from '../curves.ts';
import type { ScoredTiles } from '../metrics.ts';

const width = 480;
const height = 400;
const plot = { left: 56, right: 464, top: 16, bottom: 346 };

interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Curve {
  /** What it shows, for those who cannot see it. */
  readonly label: string;
  /** In 0..1 both ways. */
  readonly points: readonly Point[];
  /** The threshold in use. */
  readonly mark: Point | undefined;
  readonly xName: string;
  readonly yName: string;
}

/** A line between 0 and 1 both ways, with a dot at the threshold. */
export function curveChart({ label, points, mark, xName, yName }: Curve): Html {
  const line = points.map(({ x, y }) => `${xOf(x)},${yOf(y)}`).join(' ');
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
    ${frame(xName, yName)}
    <polyline class="curve" points="${line}" />
    ${mark !== undefined && html`<circle class="dot" cx="${xOf(mark.x)}" cy="${yOf(mark.y)}" r="6" />`}
  </svg>`;
}

/** Confidence against truth, one dot a bin, its area by the number of its tiles. */
export function calibrationChart(bins: readonly CalibrationBin[]): Html {
  const most = Math.max(1, ...bins.map(({ tiles }) => tiles));
  return html`<svg
    class="chart"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="Share of hogweed by confidence"
  >
    ${frame('confidence', 'share that is hogweed')}
    <line class="diagonal" x1="${xOf(0)}" y1="${yOf(0)}" x2="${xOf(1)}" y2="${yOf(1)}" />
    ${bins.map(
      ({ meanConfidence, hogweedShare, tiles, from, to }) =>
        html`<circle
          class="dot"
          fill-opacity="0.8"
          cx="${xOf(meanConfidence)}"
          cy="${yOf(hogweedShare)}"
          r="${(3 + 10 * Math.sqrt(tiles / most)).toFixed(1)}"
          ><title>
            ${(from * 100).toFixed(0)} to ${(to * 100).toFixed(0)} %: ${countText(tiles)} tiles,
            ${(hogweedShare * 100).toFixed(1)} % hogweed
          </title></circle
        >`,
    )}
  </svg>`;
}

/** Tiles of both classes side by side in 20 bins of confidence, logarithmic. */
export function histogramChart({ confidences, labels }: ScoredTiles, threshold: number): Html {
  const bins = 20;
  const counts = [new Uint32Array(bins), new Uint32Array(bins)];
  for (let i = 0; i < labels.length; i++)
    counts[labels[i]! > 0 ? 1 : 0]![Math.min(bins - 1, Math.floor(confidences[i]! * bins))]!++;
  const most = Math.max(1, ...counts.flatMap((kind) => [...kind]));
  const decades = Math.max(1, Math.ceil(Math.log10(most + 1)));
  // Half a decade below 1 is ground, so that a single tile still makes a bar.
  const levelOf = (count: number) => (Math.log10(count) + 0.3) / (decades + 0.3);
  const step = (plot.right - plot.left) / bins;
  return html`<svg
    class="chart"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="Tiles by confidence: hogweed red, others grey"
  >
    ${Array.from({ length: decades + 1 }, (_, power) => grid(levelOf(10 ** power), countText(10 ** power)))}
    ${[0, 0.25, 0.5, 0.75, 1].map((at) => html`<text x="${xOf(at)}" y="${plot.bottom + 18}" text-anchor="middle">${at}</text>`)}
    ${counts.flatMap((kind, k) =>
      [...kind].flatMap((count, i) =>
        count === 0
          ? []
          : [
              html`<rect
                class="bar-${k === 1 ? 'hogweed' : 'other'}"
                x="${(plot.left + step * (i + 0.06 + 0.44 * k)).toFixed(1)}"
                y="${yOf(levelOf(count))}"
                width="${(step * 0.42).toFixed(1)}"
                height="${(plot.bottom - Number(yOf(levelOf(count)))).toFixed(1)}"
                ><title>
                  ${countText(count)} ${k === 1 ? 'hogweed' : 'other'} tiles, ${i * 5} to ${i * 5 + 5} %
                </title></rect
              >`,
            ],
      ),
    )}
    <line class="mark" x1="${xOf(threshold)}" x2="${xOf(threshold)}" y1="${plot.top}" y2="${plot.bottom}" />
    <text x="${(plot.left + plot.right) / 2}" y="${plot.bottom + 40}" text-anchor="middle">
      confidence: hogweed red, others grey; dashed: threshold
    </text>
  </svg>`;
}

function frame(xName: string, yName: string): Html {
  const middle = (plot.top + plot.bottom) / 2;
  return html`${[0, 0.25, 0.5, 0.75, 1].map(
      (at) =>
        html`${grid(at, String(at))}<text x="${xOf(at)}" y="${plot.bottom + 18}" text-anchor="middle"
            >${at}</text
          >`,
    )}<text x="${(plot.left + plot.right) / 2}" y="${plot.bottom + 40}" text-anchor="middle">${xName}</text
    ><text x="14" y="${middle}" text-anchor="middle" transform="rotate(-90 14 ${middle})">${yName}</text>`;
}

function grid(level: number, label: string): Html {
  return html`<line
      class="axis"
      x1="${plot.left}"
      x2="${plot.right}"
      y1="${yOf(level)}"
      y2="${yOf(level)}"
    /><text x="${plot.left - 6}" y="${yOf(level)}" dy="4" text-anchor="end">${label}</text>`;
}

function xOf(share: number): string {
  return (plot.left + share * (plot.right - plot.left)).toFixed(1);
}

function yOf(share: number): string {
  return (plot.bottom - share * (plot.bottom - plot.top)).toFixed(1);
}
