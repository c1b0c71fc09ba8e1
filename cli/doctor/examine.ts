import { accessSync, constants, statfsSync, statSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';
import { homeDir } from '#platform/local/home.ts';
import { writableParent } from '#platform/local/writable-folder.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { shippedModelDir } from '../run/shipped-model.ts';
import { probeTfjsNode } from '../setup/probe-tfjs-node.ts';

/** One thing that Umbel needs, or can use. */
export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'missing' | 'optional';
  /** What was found. */
  readonly found: string;
  /** What to do about it. */
  readonly advice?: string;
}

const leastNode = 22;

/** What is installed and what is missing, most needed first. */
export async function examine(): Promise<Finding[]> {
  return [
    node(),
    await sharp(),
    await onnxruntime(),
    await tfjsNode(),
    await dynalite(),
    await shippedModel(),
    machine(),
    home(),
    ...programs(),
  ];
}

function node(): Finding {
  const found = `${process.version} (${process.platform} ${process.arch})`;
  if (Number(process.versions.node.split('.')[0]) >= leastNode) return { name: 'Node', state: 'ok', found };
  return {
    name: 'Node',
    state: 'missing',
    found,
    advice: 'Start Umbel with npx umbel or npm run: they bring their own Node 24.',
  };
}

async function sharp(): Promise<Finding> {
  return load('Photos (sharp)', async () => {
    const { default: library } = await import('sharp');
    return `libvips ${library.versions.vips}`;
  });
}

async function onnxruntime(): Promise<Finding> {
  return load('Engine onnx', async () => {
    const { InferenceSession } = await import('onnxruntime-node');
    if (typeof InferenceSession.create !== 'function') throw new TypeError('the binding is incomplete');
    return 'onnxruntime-node';
  });
}

/** An engine of choice: fine without it, but one that is installed must work. */
async function tfjsNode(): Promise<Finding> {
  const name = 'Engine tfjs-node';
  const probe = await probeTfjsNode();
  if (probe.ok) return { name, state: 'ok', found: `TensorFlow ${probe.tensorflow}` };
  const advice = 'Only for --engine tfjs-node: npx umbel setup tfjs-node.';
  return { name, state: probe.installed ? 'missing' : 'optional', found: probe.problem, advice };
}

async function dynalite(): Promise<Finding> {
  return load('Tables (dynalite)', async () => {
    await import('dynalite');
    return 'embedded DynamoDB';
  });
}

async function shippedModel(): Promise<Finding> {
  return load('Shipped model', async () => (await loadPackageFromFolder(shippedModelDir)).modelId);
}

async function load(name: string, open: () => Promise<string>): Promise<Finding> {
  try {
    return { name, state: 'ok', found: await open() };
  } catch (error) {
    const found = error instanceof Error ? error.message.split('\n')[0]! : String(error);
    return { name, state: 'missing', found, advice: 'Run npm ci in the folder of Umbel.' };
  }
}

function machine(): Finding {
  const gigabytes = totalmem() / 2 ** 30;
  const found = `${availableParallelism()} cores, ${gigabytes.toFixed(0)} GB of memory`;
  if (gigabytes >= 3) return { name: 'Machine', state: 'ok', found };
  return {
    name: 'Machine',
    state: 'missing',
    found,
    advice: 'A run needs up to 1.5 GB: close other programs.',
  };
}

function home(): Finding {
  const dir = homeDir();
  try {
    // The same question that a run asks, so that both give the same answer.
    const parent = writableParent(dir);
    if (!statSync(parent).isDirectory()) throw new Error(`${parent} is a file`);
    const { bavail, bsize } = statfsSync(parent);
    return {
      name: 'State (UMBEL_HOME)',
      state: 'ok',
      found: `${dir}, ${((bavail * bsize) / 1e9).toFixed(0)} GB free`,
    };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return {
      name: 'State (UMBEL_HOME)',
      state: 'missing',
      found,
      advice: 'Set UMBEL_HOME to a folder that can be written.',
    };
  }
}

/** Programs that only some work needs. */
function programs(): Finding[] {
  const wanted = [
    { name: 'chromium', use: 'browser tests' },
    { name: 'docker', use: 'images for cdk deploy' },
  ];
  return wanted.map(({ name, use }) => {
    const found = (process.env['PATH'] ?? '')
      .split(path.delimiter)
      .map((dir) => path.join(dir, name))
      .find(isProgram);
    return found === undefined
      ? { name, state: 'optional', found: 'not installed', advice: `Only for ${use}.` }
      : { name, state: 'ok', found };
  });
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
