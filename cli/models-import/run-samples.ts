import { inputDims, inputValues } from '#core/model/input.ts';
import type { ModelManifest } from '#core/model/package.ts';
import type { RawOutput } from '#core/model/import/infer-output.ts';
import { refuseImport } from '#core/model/import/refuse-import.ts';
import { plural } from '#core/report/wording.ts';
import type { Samples } from './read-samples.ts';
import type { NetworkOutputs, NetworkRunner } from './source.ts';

const batchSize = 8;

export interface SampleRun {
  readonly runner: NetworkRunner;
  readonly input: ModelManifest['input'];
  /** Name of the output with the scores. */
  readonly output: string;
}

/**
 * What the network gives for every sample.
 * @throws UmbelError `import.run-failed`, `import.not-a-classifier`, `import.nan`
 */
export async function runSamples({ runner, input, output }: SampleRun, samples: Samples): Promise<RawOutput> {
  const parts: Float32Array[] = [];
  for (let start = 0; start < samples.count; start += batchSize) {
    const count = Math.min(batchSize, samples.count - start);
    parts.push(rowsOf(await runTiles(runner, input, tilesOf(samples, start, count)), output, count));
  }
  const values = Float32Array.from(parts.flatMap((part) => [...part]));
  const classes = values.length / samples.count;
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) {
    const name = samples.names[Math.floor(at / classes)];
    throw refuseImport(
      'nan',
      `The network's answer for the sample ${name} is ${values[at]}.`,
      'The weights are damaged, or it is fed wrongly: try another --normalise.',
    );
  }
  return { values, classes };
}

/**
 * Nothing; the network gives a tile the same score alone and among others.
 * @throws UmbelError `import.batch` when it was really made for a fixed number of tiles
 */
export async function checkBatches({ runner, input, output }: SampleRun, samples: Samples): Promise<void> {
  const count = Math.min(3, samples.count);
  const hint =
    'Export it with a free batch dimension: dynamic_axes={"input": {0: "n"}, "output": {0: "n"}} in PyTorch.';
  let together: Float32Array;
  const alone: number[] = [];
  try {
    together = rowsOf(await runTiles(runner, input, tilesOf(samples, 0, count)), output, count);
    for (let i = 0; i < count; i++) {
      alone.push(...rowsOf(await runTiles(runner, input, tilesOf(samples, i, 1)), output, 1));
    }
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw refuseImport('batch', `The network does not take ${plural(count, 'tile')} at once: ${said}`, hint);
  }
  const scale = Math.max(1, ...together.map(Math.abs));
  if (
    alone.length === together.length &&
    alone.every((value, i) => Math.abs(value - together[i]!) <= 1e-3 * scale)
  )
    return;
  throw refuseImport(
    'batch',
    `The network scores a tile differently when others are beside it: it mixes the tiles of a batch.`,
    hint,
  );
}

function tilesOf({ pixels, tilePx }: Samples, start: number, count: number) {
  const size = tilePx * tilePx * 3;
  return { pixels: pixels.subarray(start * size, (start + count) * size), count };
}

async function runTiles(
  runner: NetworkRunner,
  input: ModelManifest['input'],
  batch: { pixels: Uint8Array; count: number },
): Promise<NetworkOutputs> {
  try {
    return await runner.run(inputValues(batch, input), inputDims(input, batch.count));
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw refuseImport(
      'run-failed',
      `The network cannot be run on ${plural(batch.count, 'tile')} of ${input.tilePx} pixels: ${said}`,
      'Check --tile-px and --layout, or export it anew.',
    );
  }
}

/** One row a tile, whatever the file said of its shape. */
function rowsOf(outputs: NetworkOutputs, name: string, count: number): Float32Array {
  const found = outputs.get(name);
  if (found === undefined)
    throw refuseImport(
      'not-a-classifier',
      `The output "${name}" holds no float32 numbers.`,
      'Export it with float32 outputs.',
    );
  const { dims, values } = found;
  if ((dims.length === 1 || dims.length === 2) && dims[0] === count && values.length > 0) return values;
  throw refuseImport(
    'not-a-classifier',
    `The output "${name}" is [${dims.join(', ')}] for ${plural(count, 'tile')}; one row of scores a tile is needed.`,
    'Say --output NAME with the output that holds the score, or export a classifier; boxes and masks are not supported.',
  );
}
