/** What every export says of where its sightings come from. */
export interface ExportContext {
  readonly flightId: string;
  /** The flight's title in the operator's words. */
  readonly title?: string;
  readonly runId: string;
  readonly modelId: string | null;
  /** When the run started, ISO 8601 with zone: exports of the same run are the same bytes. */
  readonly startedAt: string;
  /** Who flew, in the operator's words. */
  readonly operator?: string;
  /** Largest number of the run's sightings: names are as long in an export of some of them as in one of all. */
  readonly largestNumber?: number;
  /** True for simulated flights: every file says so. */
  readonly simulated?: boolean;
  /** Possible sightings that an official format leaves out by itself (`selectForFormat`). */
  readonly leftOut?: number;
  readonly csv?: CsvStyle;
}

/** How numbers and columns are separated; the default is `,` and a decimal point. */
export interface CsvStyle {
  readonly delimiter?: ',' | ';' | '\t';
  /** Spreadsheets in most of Europe read 12,5; only together with a delimiter other than `,`. */
  readonly decimalComma?: boolean;
}

/** The flight as people call it: its title, else its id; simulated flights are marked. */
export function flightLabel(context: ExportContext): string {
  return `${context.title ?? context.flightId}${context.simulated === true ? ' (simulated)' : ''}`;
}
