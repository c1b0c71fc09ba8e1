/** What goes wrong in a run; absent: nothing of the kind. */
export interface FaultPlan {
  /** The scoring worker is killed before it stores the score of this photo in order, from 1; once. */
  readonly killWorkerAtScore?: number;
  /** The first batch to score is taken by two workers at once. */
  readonly deliverTwice?: boolean;
  /** The first batch to score is received and lost; it comes back after so many seconds. */
  readonly loseMessageForS?: number;
  /** Every success is reported twice. */
  readonly reportTwice?: boolean;
  /** The first batch to score is reported so late, without a heartbeat before. */
  readonly reportLateMs?: number;
  /** This function never answers its first call. */
  readonly hang?: string;
  /** Share of the calls of every adapter that are refused as too many, 0..1. */
  readonly throttle?: number;
  /** The object store answers 503 for so long, from the first photo that is read. */
  readonly outageMs?: number;
  /** The clocks of functions and workers are wrong by this much, each to its own side. */
  readonly skewMs?: number;
  /** Files can no longer be written, from the first sheet on, until the file `room` is in the folder of marks. */
  readonly diskFull?: boolean;
  /** Photo, by its file name or its id, that ends the program of the stage that reads it. */
  readonly poison?: { readonly stage: 'tile-photos' | 'score-photos'; readonly photos: readonly string[] };
  /** Where the database is reached through a proxy that refuses and forgets. */
  readonly databasePort?: number;
}

/** The module of the faults with a plan, as the embedded cloud hands it to functions and containers. */
export function faultsUrl(plan: FaultPlan): URL {
  const url = new URL('wrapper.ts', import.meta.url);
  url.searchParams.set('plan', JSON.stringify(plan));
  return url;
}

/** The plan in the URL of the module. */
export function planOf(url: string): FaultPlan {
  return JSON.parse(new URL(url).searchParams.get('plan') ?? '{}') as FaultPlan;
}
