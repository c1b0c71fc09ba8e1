/** One measured figure and its bound. Ratios to a floor in the same run are what counts: absolute times mean nothing here. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly detail?: string;
  /** Figures behind it, for programs: `umbel plan --calibration` reads those of the flight. */
  readonly figures?: Readonly<Record<string, number>>;
}

/** Whether a figure is within its bounds. */
export function holds({
  value,
  atMost = Number.POSITIVE_INFINITY,
  atLeast = Number.NEGATIVE_INFINITY,
}: BenchRow): boolean {
  return value <= atMost && value >= atLeast;
}

/** A figure as a line of text. @param tiny it was not measured to be judged */
export function describeRow(row: BenchRow, tiny = false): string {
  const bound = [
    ...(row.atLeast === undefined ? [] : [`>= ${row.atLeast}`]),
    ...(row.atMost === undefined ? [] : [`<= ${row.atMost}`]),
  ].join(', ');
  const mark = tiny ? 'tiny' : holds(row) ? 'ok  ' : 'MISS';
  return `${mark} ${row.name.padEnd(44)} ${row.value.toFixed(3).padStart(9)}  ${bound.padEnd(14)} ${row.detail ?? ''}`.trimEnd();
}
