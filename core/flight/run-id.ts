import { canonicalJson } from '../canonical-json.ts';

/**
 * The id of a run, which is also the name of its execution: the flight and a digest of everything that decides the
 * result. The same work has the same id, so asking for it twice starts it once.
 * @param digest hexadecimal SHA-256 of `runFingerprint`
 */
export function runIdOf(flightId: string, digest: string): string {
  return `${flightId}-${digest.slice(0, 12)}`;
}

export interface RunFingerprint {
  /** SHA-256 of flight.json. */
  readonly manifestSha256: string;
  readonly modelId: string | null;
  readonly request: unknown;
}

/** Text whose digest names the run; the order of keys does not matter. */
export function runFingerprint(fingerprint: RunFingerprint): string {
  return canonicalJson(fingerprint);
}
