import type { ModelManifest } from '../package.ts';
import { dimsText, type Network } from './network.ts';
import { refuseImport } from './refuse-import.ts';

/** What of the input must be known before the network can be run; the pixels' range is settled later. */
export interface InputShape {
  readonly name: string;
  readonly tilePx: number;
  readonly layout: ModelManifest['input']['layout'];
  readonly dtype: ModelManifest['input']['dtype'];
  /** True when the file is made for exactly so many tiles. */
  readonly isBatchFixed: boolean;
}

export interface InputWishes {
  readonly tilePx?: number | undefined;
  readonly layout?: InputShape['layout'] | undefined;
}

/**
 * The input of a network: from its shape where that is fixed, from the wishes where it is free.
 * @throws UmbelError `import.input-unsupported`, `import.input-unclear` (names the option), `import.tile-size`
 */
export function inferInput({ inputs }: Network, wishes: InputWishes = {}): InputShape {
  const [input] = inputs;
  if (input === undefined || inputs.length !== 1) {
    const names = inputs.map(({ name }) => `"${name}"`).join(', ');
    throw unsupported(`has ${inputs.length} inputs (${names}); one is possible`);
  }
  const { name, type, dims } = input;
  if (type === 'other') throw unsupported(`takes neither float32 nor uint8 at its input "${name}"`);
  if (dims !== undefined && dims.length !== 4) throw unsupported(`takes ${dimsText(dims)}, not pictures`);
  const layout = layoutOf(dims, wishes.layout);
  const [height, width] = layout === 'nchw' ? [dims?.[2], dims?.[3]] : [dims?.[1], dims?.[2]];
  const channels = layout === 'nchw' ? dims?.[1] : dims?.[3];
  if (typeof channels === 'number' && channels !== 3) {
    throw unsupported(`takes ${channels} channels (${dimsText(dims)}); photos have 3`);
  }
  return {
    name,
    tilePx: sideOf(height, width, wishes.tilePx),
    layout,
    dtype: type,
    isBatchFixed: typeof dims?.[0] === 'number',
  };
}

function layoutOf(
  dims: Network['inputs'][number]['dims'],
  wished: InputShape['layout'] | undefined,
): InputShape['layout'] {
  const found = dims?.[1] === 3 ? 'nchw' : dims?.[3] === 3 ? 'nhwc' : undefined;
  if (found !== undefined && wished !== undefined && found !== wished) {
    throw refuseImport(
      'input-unclear',
      `The input is ${dimsText(dims)}, which is not ${wished}.`,
      'Leave --layout out.',
    );
  }
  const layout = found ?? wished;
  if (layout !== undefined) return layout;
  if (dims !== undefined && typeof dims[1] === 'number' && typeof dims[3] === 'number') {
    const few = Math.min(dims[1], dims[3]);
    throw unsupported(`takes ${few} channels (${dimsText(dims)}); photos have 3`);
  }
  if (typeof dims?.[1] === 'number' && typeof dims[3] !== 'number') return 'nchw';
  if (typeof dims?.[3] === 'number' && typeof dims[1] !== 'number') return 'nhwc';
  throw refuseImport(
    'input-unclear',
    `The file does not say where the channels of the input ${dimsText(dims)} are.`,
    'Say --layout nchw (PyTorch) or --layout nhwc (Keras, TensorFlow).',
  );
}

type Dim = number | string | undefined;

function sideOf(height: Dim, width: Dim, wished: number | undefined): number {
  const fixed = [height, width].filter((dim) => typeof dim === 'number');
  if (fixed.length === 2 && fixed[0] !== fixed[1])
    throw unsupported(`takes ${width} x ${height} pixels; tiles are square`);
  const [side = wished] = fixed;
  if (side === undefined) {
    throw refuseImport(
      'input-unclear',
      'The network takes tiles of any size.',
      'Say --tile-px with the size that it was trained on.',
    );
  }
  if (wished !== undefined && wished !== side) {
    throw refuseImport(
      'input-unclear',
      `The network takes ${side} x ${side} pixels, not ${wished} x ${wished}.`,
      'Leave --tile-px out.',
    );
  }
  if (side >= 16 && side <= 1024) return side;
  throw refuseImport(
    'tile-size',
    `The network takes ${side} x ${side} pixels; 16 to 1024 are possible.`,
    'Train it for tiles of another size.',
  );
}

function unsupported(problem: string): Error {
  return refuseImport(
    'input-unsupported',
    `The network ${problem}.`,
    'Export it with one input of RGB tiles, float32 or uint8: [n, 3, side, side] or [n, side, side, 3].',
  );
}
