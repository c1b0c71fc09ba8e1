/** What a person did to a run of a flight. */
export interface RunAction {
  /** That a run that had failed was to go on. */
  readonly action: 'redriven';
  readonly flightId: string;
  readonly runId: string;
}

/** One line of the audit log of runs; a hash chain as that of models. */
export interface RunEntry extends RunAction {
  readonly log: 'runs';
  /** From 1, without gaps. */
  readonly number: number;
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  /** Hash of the entry before; of the first one 64 zeros. */
  readonly before: string;
  /** SHA-256 of everything else in this entry. */
  readonly hash: string;
}
