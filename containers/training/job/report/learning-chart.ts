import { html, type Html } from '#core/report/html.ts';
import type { EpochRecord } from '../../checkpoint.ts';

const width = 960;
const height = 320;
const plot = { left: 56, right: 944, top: 16, bottom: 266 };

/** One network's way. */
export interface LearningCurve {
  readonly name: string;
  readonly history: readonly EpochRecord[];
  /** Drawn strongly: the network of the package. */
  readonly main: boolean;
}

/** Loss over the epochs, a line per network; where tiles were held out while learning, their loss is dashed. */
export function learningChart(curves: readonly LearningCurve[]): Html {
  const losses = curves.flatMap(({ history }) =>
    history.flatMap(({ loss, validationLoss }) => [
      loss,
      ...(validationLoss === undefined ? [] : [validationLoss]),
    ]),
  );
  const scale = {
    epochs: Math.max(2, ...curves.map(({ history }) => history.length)),
    most: niceCeil(Math.max(...losses)),
  };
  const levels = [0, 0.25, 0.5, 0.75, 1];
  return html`<svg class="chart wide" viewBox="0 0 ${width} ${height}" role="img" aria-label="Loss by epoch">
    ${levels.map(
      (level) =>
        html`<line
            class="axis"
            x1="${plot.left}"
            x2="${plot.right}"
            y1="${yOf(level)}"
            y2="${yOf(level)}"
          /><text x="${plot.left - 6}" y="${yOf(level)}" dy="4" text-anchor="end"
            >${(level * scale.most).toFixed(2)}</text
          >`,
    )}
    ${epochTicks(scale.epochs).map(
      (epoch) =>
        html`<text x="${xOf(epoch, scale.epochs)}" y="${plot.bottom + 18}" text-anchor="middle"
          >${epoch}</text
        >`,
    )}
    <text x="${(plot.left + plot.right) / 2}" y="${plot.bottom + 40}" text-anchor="middle">epoch</text>
    <text
      x="14"
      y="${(plot.top + plot.bottom) / 2}"
      text-anchor="middle"
      transform="rotate(-90 14 ${(plot.top + plot.bottom) / 2})"
    >
      loss
    </text>
    ${curves.map((curve) => lines(curve, scale))}
  </svg>`;
}

interface Scale {
  readonly epochs: number;
  readonly most: number;
}

function lines({ name, history, main }: LearningCurve, scale: Scale): Html {
  const pointsOf = (lossOf: (record: EpochRecord) => number | undefined): string =>
    history
      .flatMap((record) => {
        const loss = lossOf(record);
        return loss === undefined ? [] : [`${xOf(record.epoch, scale.epochs)},${yOf(loss / scale.most)}`];
      })
      .join(' ');
  const validation = pointsOf(({ validationLoss }) => validationLoss);
  return html`<polyline class="${main ? 'curve' : 'curve faint'}" points="${pointsOf(({ loss }) => loss)}"
      ><title>${name}</title></polyline
    >${validation !== '' && html`<polyline class="curve held" points="${validation}"><title>held-out ground</title></polyline>`}`;
}

function epochTicks(epochs: number): number[] {
  const step = Math.max(1, Math.ceil(epochs / 12));
  return Array.from({ length: Math.floor(epochs / step) }, (_, i) => (i + 1) * step);
}

/** The next of 0.1, 0.2, 0.5, 1, 2, 5, ... */
function niceCeil(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-3)));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10);
}

function xOf(epoch: number, epochs: number): string {
  return (plot.left + ((epoch - 1) / (epochs - 1)) * (plot.right - plot.left)).toFixed(1);
}

function yOf(level: number): string {
  return (plot.bottom - level * (plot.bottom - plot.top)).toFixed(1);
}
