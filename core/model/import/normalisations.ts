import type { ModelManifest } from '../package.ts';
import type { Network } from './network.ts';
import { refuseImport } from './refuse-import.ts';

/** How bytes become the numbers that a network was trained on. */
export type Normalisation = Pick<ModelManifest['input'], 'scale' | 'mean' | 'std' | 'channels'>;

/**
 * The customs of the trade, by the name that the command line knows.
 * Sources: keras.src.applications.imagenet_utils (`tf`, `torch` and `caffe` mode), torchvision.transforms (ToTensor, Normalize).
 */
export const knownNormalisations: Readonly<Record<string, Normalisation>> = {
  bytes: { scale: 1, mean: [0, 0, 0], std: [1, 1, 1] },
  unit: { scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] },
  symmetric: { scale: 1 / 127.5, mean: [1, 1, 1], std: [1, 1, 1] },
  imagenet: { scale: 1 / 255, mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
  caffe: { scale: 1, mean: [103.939, 116.779, 123.68], std: [1, 1, 1], channels: 'bgr' },
};

/**
 * The normalisation that a text names, or spells out as `SCALE;MEAN,MEAN,MEAN;STD,STD,STD`.
 * @throws UmbelError `import.normalisation-unknown`
 */
export function parseNormalisation(text: string): Normalisation {
  const known = Object.entries(knownNormalisations).find(([name]) => name === text)?.[1];
  if (known !== undefined) return known;
  const [scale, mean, std] = text.split(';').map((part) => part.split(',').map(Number));
  const isWhole = scale?.length === 1 && mean?.length === 3 && std?.length === 3;
  if (isWhole && [...scale, ...mean, ...std].every(Number.isFinite) && std.every((value) => value > 0)) {
    return { scale: scale[0]!, mean: [mean[0]!, mean[1]!, mean[2]!], std: [std[0]!, std[1]!, std[2]!] };
  }
  throw refuseImport(
    'normalisation-unknown',
    `There is no normalisation "${text}".`,
    `Choose one of ${Object.keys(knownNormalisations).join(', ')}, or write SCALE;MEAN,MEAN,MEAN;STD,STD,STD for value = (byte * SCALE - MEAN) / STD.`,
  );
}

/** Operations that leave each number as it is. */
const harmless = new Set(['Cast', 'Identity', 'Transpose', 'Reshape', 'Squeeze', 'Unsqueeze']);
const arithmetic = new Set(['Mul', 'Div', 'Sub', 'Add', 'AddV2', 'RealDiv', 'BatchNormalization']);

/** Whether the network begins by scaling its input with constants: then it takes plain bytes. */
export function normalisesItself({ inputs, operations, constants }: Network): boolean {
  const values = new Set(inputs.map(({ name }) => name));
  for (const { type, inputs: takes, outputs } of operations) {
    if (!takes.some((name) => values.has(name))) continue;
    if (arithmetic.has(type)) return takes.some((name) => constants.has(name));
    if (!harmless.has(type)) return false;
    for (const name of outputs) values.add(name);
  }
  return false;
}
