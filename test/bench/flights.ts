import { appendFileSync, copyFileSync, existsSync, linkSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseSimulateOptions } from '#cli/simulate/options.ts';
import { simulateFlight } from '#cli/simulate/simulate.ts';

/** Photos that are really rendered; longer flights repeat them with a byte more, so that each is a photo of its own. */
const rendered = 24;

/** The folder of a flight of `photos` 20-megapixel photos below `dir`; made when it is not there. */
export async function benchFlight(dir: string, photos: number): Promise<string> {
  const source = path.join(dir, 'rendered');
  await simulateFlight(parseSimulateOptions({ dir: source, photos: rendered, seed: 11 }), (progress) =>
    process.stderr.write(`\rrendering ${progress.done} of ${progress.total} `),
  );
  const flight = path.join(dir, `flight-${photos}`);
  if (existsSync(flight)) return flight;
  mkdirSync(flight);
  const names = readdirSync(source).filter((name) => name.endsWith('.JPG'));
  for (let i = 0; i < photos; i++) {
    const from = path.join(source, names[i % names.length]!);
    const to = path.join(flight, `DJI_${String(i + 1).padStart(4, '0')}.JPG`);
    if (i < names.length) linkSync(from, to);
    else {
      copyFileSync(from, to);
      appendFileSync(to, String(i));
    }
  }
  return flight;
}
