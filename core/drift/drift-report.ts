import { z } from 'zod';
import type { DriftAssessment } from './assess.ts';
import type { AuditFindings } from './audit-answers.ts';

/** What is asked of watch-drift. */
export const driftRequestSchema = z.strictObject({
  /** Only this flight; absent: every flight that was run lately. */
  flightId: z.string().exactOptional(),
  /** How many days back a run counts as lately. */
  days: z.int().min(1).max(3660).default(30),
  /** Simulated flights too. */
  withSimulated: z.boolean().default(false),
  /** The histograms of each flight, for a page; left out, two hundred flights fit into a state of a workflow. */
  withHistograms: z.boolean().default(false),
  /** So many tiles to label next, chosen from these flights. */
  candidates: z.int().min(0).max(2000).default(0),
});
export type DriftRequest = z.input<typeof driftRequestSchema>;

/** The judgement over one flight, with what people said of its audit. */
export interface JudgedFlight extends Omit<DriftAssessment, 'expected'> {
  /** Tiles in each bin of confidence, and the shares that were expected; where they were asked for. */
  readonly histograms?: { readonly seen: readonly number[]; readonly expected: readonly number[] };
  readonly audit: AuditFindings;
  /** The audit shows surely too many missed plants. */
  readonly missesTooMany: boolean;
  /** Why somebody should look; `steady` flights need nobody. */
  readonly alarm: boolean;
}

/** What watch-drift answers. */
export interface DriftReport {
  /** Newest first. */
  readonly flights: readonly JudgedFlight[];
  readonly alarms: number;
  readonly candidates: readonly DriftCandidate[];
}

/** A tile to label next. */
export interface DriftCandidate {
  readonly flightId: string;
  readonly photoId: string;
  /** `<photo id>-<tile>` */
  readonly tileId: string;
  readonly confidence: number;
  readonly lat?: number;
  readonly lon?: number;
}
