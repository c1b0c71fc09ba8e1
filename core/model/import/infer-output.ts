import type { ModelManifest } from '../package.ts';
import { dimsText, type Network, type NetworkPort } from './network.ts';
import { refuseImport } from './refuse-import.ts';

export type OutputKind = ModelManifest['output']['kind'];

export interface OutputWishes {
  readonly output?: string | undefined;
  readonly location?: string | undefined;
}

/**
 * The output that holds the scores: the wished one, the only one, or the only one that is named like one.
 * @throws UmbelError `import.output-unclear`
 */
export function chooseOutput(
  { outputs }: Pick<Network, 'outputs'>,
  wishes: OutputWishes,
): { name: string; locationName?: string } {
  const location = wishes.location === undefined ? {} : { locationName: find(outputs, wishes.location).name };
  if (wishes.output !== undefined) return { name: find(outputs, wishes.output).name, ...location };
  const others = outputs.filter(({ name }) => name !== wishes.location);
  const rows = others.filter(({ dims }) => dims === undefined || dims.length === 1 || dims.length === 2);
  const named = rows.filter(({ name }) => /(logit|prob|score|class|hogweed|predict)/i.test(name));
  const [only] = rows.length === 1 ? rows : named.length === 1 ? named : [];
  if (only !== undefined) return { name: only.name, ...location };
  const list = others.map(({ name, dims }) => `"${name}" ${dimsText(dims)}`).join(', ');
  throw refuseImport(
    'output-unclear',
    `The network has ${others.length} outputs (${list}).`,
    'Say --output NAME with the one that holds the score.',
  );
}

function find(outputs: readonly NetworkPort[], name: string): NetworkPort {
  const found = outputs.find((output) => output.name === name);
  if (found !== undefined) return found;
  const names = outputs.map((output) => `"${output.name}"`).join(', ');
  throw refuseImport('output-unclear', `The network has no output "${name}".`, `It has ${names}.`);
}

/** Operations after which the values mean the same as before. */
const passing = new Set(['Identity', 'Cast', 'Squeeze', 'Unsqueeze', 'Reshape', 'Flatten', 'Transpose']);

/** The operation that gave the output its range: `Softmax`, `Sigmoid`, or whatever came last. */
export function lastOperation(
  { operations }: Pick<Network, 'operations'>,
  output: string,
): string | undefined {
  let wanted = output;
  for (let i = operations.length - 1; i >= 0; i--) {
    const { type, inputs, outputs } = operations[i]!;
    if (!outputs.includes(wanted)) continue;
    if (!passing.has(type)) return type;
    wanted = inputs[0] ?? '';
  }
  return undefined;
}

/** What a network gave for some tiles. */
export interface RawOutput {
  readonly values: Float32Array;
  /** Values a tile. */
  readonly classes: number;
}

/**
 * What the values of an output are: by the operation that made them, else by the values themselves.
 * @returns the kind, and how it was found: `shown` by the network, or `seen` in the values
 */
export function inferKind(
  operation: string | undefined,
  { values, classes }: RawOutput,
): { kind: OutputKind; by: 'shown' | 'seen' } {
  if (operation === 'Softmax') return { kind: 'softmax', by: 'shown' };
  if (operation === 'Sigmoid' || operation === 'HardSigmoid') return { kind: 'probability', by: 'shown' };
  if (operation === 'LogSoftmax') return { kind: 'softmax-logits', by: 'shown' };
  const by = operation === undefined ? 'seen' : 'shown';
  const isWithin = values.every((value) => value >= 0 && value <= 1);
  if (classes === 1) return isWithin ? { kind: 'probability', by: 'seen' } : { kind: 'logit', by };
  let sumsToOne = isWithin;
  for (let start = 0; start < values.length && sumsToOne; start += classes) {
    const sum = values.subarray(start, start + classes).reduce((total, value) => total + value, 0);
    sumsToOne = Math.abs(sum - 1) < 1e-3;
  }
  return sumsToOne ? { kind: 'softmax', by: 'seen' } : { kind: 'softmax-logits', by };
}
