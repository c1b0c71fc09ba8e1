import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type DriverFactory, type LoadedPackage, scoreBatch, type TileBatch } from '#core/model/driver.ts';
import { exportOnnx } from '#core/model/onnx-export/export-onnx.ts';
import { inputDims, inputValues } from '#core/model/input.ts';
import type { ModelManifest } from '#core/model/package.ts';
import { readTfjsFiles } from '#cli/models-import/tfjs-files.ts';
import { driverFor } from '#platform/engines/driver-for.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { openEnginePool } from '#platform/engines/pool.ts';
import { openTfjsWasm } from '#platform/engines/tfjs-backend.ts';
import { openTfjsModel } from '#platform/engines/tfjs-model.ts';
import { hasTfjsNode, openTfjsNode } from '#platform/engines/tfjs-node-backend.ts';
import type { BenchRow } from './table.ts';

const modelDir = fileURLToPath(new URL('../../models/demo-hogweed', import.meta.url));
const batchSize = 8;
/** Batches of a turn. Driver and floor take turns side by side; the median of their ratios counts. */
const batchesInATurn = 24;
const turns = 31;
/** What a driver may cost more than its library alone. */
const mostOverhead = 1.05;

/** The pool copies every pixel to its thread, which no driver does. */
const mostOverheadOfThePool = 1.15;

/** Each engine's driver against its library alone on the same tiles, and its speed against the bare ONNX session. */
export async function benchEngines(): Promise<BenchRow[]> {
  const model = await loadPackageFromFolder(modelDir);
  const batch = someTiles(model.manifest.input.tilePx);
  const session = await bareSession(model, batch);
  const floats = await asFloats(model);
  const floatSession = await bareSession(floats, batch);
  const onnx = await compare('onnx', { driver: await driverLoop(model, 'onnx', batch), alone: session });
  const normalised = await compare('onnx, normalised floats', {
    driver: await driverLoop(floats, 'onnx', batch),
    alone: floatSession,
  });
  const rows = [onnx.row, normalised.row, await pooled(model, batch, session)];
  for (const engine of ['tfjs-wasm', ...(hasTfjsNode() ? (['tfjs-node'] as const) : [])] as const) {
    // The library first: its backend then is the one that the driver finds.
    const alone = await bareTfjs(model, engine, batch);
    const { row, driverMs } = await compare(engine, {
      driver: await driverLoop(model, engine, batch),
      alone,
    });
    rows.push(row, speedRow(engine, driverMs, onnx.aloneMs));
  }
  return rows;
}

/** Runs all batches of a turn. */
type Loop = () => Promise<void>;

async function compare(
  name: string,
  { driver, alone }: { driver: Loop; alone: Loop },
): Promise<{ row: BenchRow; driverMs: number; aloneMs: number }> {
  const times: { driver: number; alone: number }[] = [];
  for (let turn = 0; turn < turns; turn++) {
    // Who goes first changes, so that neither always finds the other's memory.
    const isDriverFirst = turn % 2 === 0;
    const first = await timed(isDriverFirst ? driver : alone);
    const second = await timed(isDriverFirst ? alone : driver);
    times.push(isDriverFirst ? { driver: first, alone: second } : { driver: second, alone: first });
  }
  const [driverMs, aloneMs] = [
    median(times.map((time) => time.driver)),
    median(times.map((time) => time.alone)),
  ];
  const row = {
    name: `engines: ${name} driver / its library alone`,
    value: median(times.map((time) => time.driver / time.alone)),
    atMost: mostOverhead,
    detail: `${tilesPerCpuS(driverMs)} tiles per CPU second; alone ${tilesPerCpuS(aloneMs)}`,
  };
  return { row, driverMs, aloneMs };
}

function speedRow(name: string, ms: number, onnxMs: number): BenchRow {
  return { name: `engines: ${name} / bare ONNX session, speed`, value: onnxMs / ms };
}

/** Through one worker thread of the pool, as flights are scored: pixels go there and scores come back. */
async function pooled(model: LoadedPackage, batch: TileBatch, alone: Loop): Promise<BenchRow> {
  const pool = await openEnginePool(model, { workers: 1, batchSize });
  const pixels = Buffer.concat(Array.from({ length: batchesInATurn }, () => batch.pixels));
  const driver = async (): Promise<void> => {
    // A copy of its own, as the pool gives the buffer away; copying is a part of what is measured.
    await pool.score({ pixels: Uint8Array.from(pixels), count: batchesInATurn * batchSize });
  };
  const { row } = await compare('pool of one thread, onnx', { driver, alone });
  await pool.close();
  return { ...row, name: 'engines: pool of one thread / bare ONNX session', atMost: mostOverheadOfThePool };
}

async function driverLoop(model: LoadedPackage, engine: string, batch: TileBatch): Promise<Loop> {
  const open: DriverFactory = await driverFor(engine);
  const driver = await open(model, { threads: 1 });
  return repeat(() => scoreBatch(driver, batch));
}

/** The session on a tensor that is ready. */
async function bareSession({ manifest, files }: LoadedPackage, batch: TileBatch): Promise<Loop> {
  const session = await InferenceSession.create(files.get(manifest.weights ?? '')!, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const values = Uint8Array.from(batch.pixels);
  const dims = inputDims(manifest.input, batch.count);
  const tensor =
    manifest.input.dtype === 'uint8'
      ? new Tensor('uint8', values, dims)
      : new Tensor('float32', Float32Array.from(inputValues(batch, manifest.input)), dims);
  return repeat(() => session.run({ [manifest.input.name]: tensor }));
}

/** The plainest loop over the library: bytes to floats (it takes no bytes), a tensor, the model, its outputs read. */
async function bareTfjs(
  model: LoadedPackage,
  engine: 'tfjs-wasm' | 'tfjs-node',
  batch: TileBatch,
): Promise<Loop> {
  const tf = await (engine === 'tfjs-node' ? openTfjsNode() : openTfjsWasm());
  const network = await openTfjsModel(model);
  const dims = inputDims(model.manifest.input, batch.count);
  return repeat(async () => {
    if (tf.getBackend() !== (engine === 'tfjs-node' ? 'tensorflow' : 'wasm'))
      throw new Error('another backend');
    const input = tf.tensor(new Float32Array(batch.pixels), dims);
    const outputs = network.predict(input);
    input.dispose();
    for (const output of outputs) {
      await output.data();
      output.dispose();
    }
  });
}

/** The same network as one from elsewhere: floats that are normalised before it. */
async function asFloats(model: LoadedPackage): Promise<LoadedPackage> {
  const { topology, weights } = await readTfjsFiles(`${modelDir}/${model.manifest.layersModel}`);
  const bytes = exportOnnx({ topology, weights: weights() }, { inputType: 'float32' });
  const input: ModelManifest['input'] = { ...model.manifest.input, dtype: 'float32', std: [2, 2, 2] };
  return {
    ...model,
    files: new Map([...model.files, ['weights.onnx', bytes]]),
    manifest: { ...model.manifest, weights: 'weights.onnx', input },
  };
}

function someTiles(tilePx: number): TileBatch {
  const pixels = Uint8Array.from({ length: batchSize * tilePx * tilePx * 3 }, (_, i) => (i * 7919) % 256);
  return { pixels, count: batchSize };
}

function repeat(step: () => Promise<unknown>): Loop {
  return async () => {
    for (let i = 0; i < batchesInATurn; i++) await step();
  };
}

/** CPU time of all threads: what other programs do to the clock does not count. */
async function timed(loop: Loop): Promise<number> {
  const before = process.cpuUsage();
  await loop();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function tilesPerCpuS(ms: number): string {
  return ((batchesInATurn * batchSize * 1000) / ms).toFixed(0);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
