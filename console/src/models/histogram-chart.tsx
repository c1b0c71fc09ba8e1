import type { ReactNode } from 'react';
import { useTexts } from '../texts/use-texts.ts';

const width = 320;
const height = 120;

/** How often each confidence was given: bars for now, a stepped line for when the model was made. */
export function HistogramChart({
  title,
  reference,
  values,
}: {
  readonly title: string;
  readonly reference: readonly number[] | null;
  readonly values: readonly number[];
}): ReactNode {
  const { t } = useTexts();
  const total = values.reduce((sum, value) => sum + value, 0) || 1;
  const shares = values.map((value) => value / total);
  // The square root lets the rare high confidences be seen beside the many low ones.
  const most = Math.sqrt(Math.max(...shares, ...(reference ?? []), 1e-6));
  const barWidth = width / Math.max(1, shares.length);
  const y = (share: number) => height - 16 - (Math.sqrt(share) / most) * (height - 24);
  const steps = (reference ?? []).map((share, i) => `${i === 0 ? 'M' : 'L'}${i * barWidth} ${y(share)}H${(i + 1) * barWidth}`).join('');
  return (
    <figure className="chart">
      <figcaption>
        <strong>{title}</strong>
        <span className="small soft">{reference === null ? t.models.noReference : t.models.histogramWhy}</span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={title}>
        {shares.map((share, i) => (
          <rect key={i} x={i * barWidth + 1} y={y(share)} width={barWidth - 2} height={height - 16 - y(share)} className="histogram-bar" />
        ))}
        <path d={steps} className="histogram-reference" />
        <text x={0} y={height - 2}>
          0 %
        </text>
        <text x={width} y={height - 2} textAnchor="end">
          100 %
        </text>
      </svg>
    </figure>
  );
}
