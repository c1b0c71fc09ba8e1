import type { ReactNode } from 'react';
import { useTexts } from '../texts/use-texts.ts';

const width = 320;
const height = 120;

/** One figure over time; the numbers are in a table for those who do not see the line. */
export function LineChart({
  title,
  why,
  days,
  values,
  format,
  without,
}: {
  readonly title: string;
  readonly why: string;
  readonly days: readonly string[];
  readonly values: readonly (number | null)[];
  /** A value as text, with what belongs to it. @param i its place among the values */
  readonly format: (value: number, i: number) => string;
  /** What is said where there is no value; absent: that nothing was measured. */
  readonly without?: string | undefined;
}): ReactNode {
  const { t } = useTexts();
  const known = values.flatMap((value, i) => (value === null ? [] : [{ i, value }]));
  const most = Math.max(...known.map(({ value }) => value), 1e-6);
  const x = (i: number) => 8 + (i * (width - 16)) / Math.max(1, values.length - 1);
  const y = (value: number) => height - 8 - (value / most) * (height - 24);
  const latest = known.at(-1);
  return (
    <figure className="chart">
      <figcaption>
        <strong>{title}</strong> {latest === undefined ? null : <span>{format(latest.value, latest.i)}</span>}
        <span className="small soft">{why}</span>
      </figcaption>
      {known.length === 0 ? (
        <p className="soft small">{without ?? t.models.notMeasured}</p>
      ) : (
        <>
          <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
            <path d={`M0 ${height - 8}H${width}`} className="axis" />
            <polyline points={known.map(({ i, value }) => `${x(i)},${y(value)}`).join(' ')} className="line" />
            {known.map(({ i, value }) => (
              <circle key={i} cx={x(i)} cy={y(value)} r={3.5} className="dot" />
            ))}
          </svg>
          <details>
            <summary>{t.models.numbers}</summary>
            <table>
              <tbody>
                {known.map(({ i, value }) => (
                  <tr key={i}>
                    <th scope="row">{days[i]}</th>
                    <td className="number">{format(value, i)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      )}
    </figure>
  );
}
