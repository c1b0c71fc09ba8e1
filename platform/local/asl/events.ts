/** What a run tells whoever watches it, for instance a progress line. */
export type AslEvent =
  | {
      readonly type: 'state-entered' | 'state-exited';
      readonly stateName: string;
      readonly executionId: string;
    }
  | {
      readonly type: 'retry';
      readonly stateName: string;
      readonly executionId: string;
      readonly error: string | undefined;
      readonly delayMs: number;
    }
  | {
      readonly type: 'caught';
      readonly stateName: string;
      readonly executionId: string;
      readonly error: string | undefined;
      readonly next: string;
    }
  | {
      readonly type: 'map-progress';
      readonly stateName: string;
      readonly executionId: string;
      readonly counts: MapCounts;
    };

/** Items (not batches) of a Map; `total` is undefined until the last one has been read. */
export interface MapCounts {
  readonly total: number | undefined;
  readonly succeeded: number;
  readonly failed: number;
  readonly running: number;
  /** Of those that succeeded or failed: taken from the journal of a former run. */
  readonly resumed: number;
}
