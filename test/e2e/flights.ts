import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { inject } from 'vitest';
import path from 'node:path';
import { parseSimulateOptions } from '#cli/simulate/options.ts';
import { simulateFlight } from '#cli/simulate/simulate.ts';

export interface SmallFlight {
  readonly photos: number;
  readonly seed?: number;
  readonly widthPx?: number;
  readonly heightM?: number;
}

/** Copies a small simulated flight into `dir`; each is rendered once for all tests. Same seed, same bytes. */
export async function smallFlight(
  dir: string,
  { photos, seed = 5, widthPx = 1368, heightM = 30 }: SmallFlight,
): Promise<void> {
  const made = path.join(inject('sharedDir'), `flight-${photos}-${seed}-${widthPx}-${heightM}`);
  if (!existsSync(made)) {
    // Test files run side by side: each makes its own, the first to finish leaves it to all.
    const own = mkdtempSync(`${made}-part-`);
    await simulateFlight(
      parseSimulateOptions({ dir: own, photos, seed, width: widthPx, height: heightM }),
      () => undefined,
    );
    try {
      renameSync(own, made);
    } catch {
      rmSync(own, { recursive: true });
    }
  }
  cpSync(made, dir, { recursive: true });
}
