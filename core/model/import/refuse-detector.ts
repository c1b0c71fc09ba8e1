import { dimsText, type Network, type NetworkPort } from './network.ts';
import { refuseImport } from './refuse-import.ts';

/** Operations that only networks with boxes have. */
const boxOperations =
  /^(NonMaxSuppression|EfficientNMS.*|BatchedNMS.*|RoiAlign|CropAndResize|NonMaxSuppressionV\d.*)$/;
const boxNames = /(^|[^a-z])(box(es)?|bbox(es)?|num_detections|detection_\w+)([^a-z]|$)/i;

const advice =
  "Umbel's models say of a whole tile how likely it shows hogweed: export a classifier, or cut the detector's training photos into tiles and train one with umbel train.";

/**
 * Nothing; the network gives one score, or one per class, for a tile.
 * @throws UmbelError `import.detector` for boxes, `import.not-a-classifier` for masks and other maps
 */
export function refuseDetector({ outputs, operations }: Pick<Network, 'outputs' | 'operations'>): void {
  const boxes = operations.find(({ type }) => boxOperations.test(type));
  if (boxes !== undefined) {
    throw refuseImport(
      'detector',
      `The network looks for boxes (it has the operation ${boxes.type}): it is a detector.`,
      advice,
    );
  }
  const output = outputs.find((port) => boxNames.test(port.name)) ?? outputs.find(isManyRows);
  if (output !== undefined) {
    const shape = dimsText(output.dims);
    throw refuseImport(
      'detector',
      `The network gives boxes (output "${output.name}" is ${shape}): it is a detector.`,
      advice,
    );
  }
  const map = outputs.find(
    ({ dims }) =>
      dims !== undefined && dims.length === 4 && dims.slice(1).some((dim, i) => i < 3 && dim !== 1),
  );
  if (map === undefined || outputs.some(isRow)) return;
  throw refuseImport(
    'not-a-classifier',
    `The network gives a picture for a picture (output "${map.name}" is ${dimsText(map.dims)}), not one score a tile.`,
    'End it with a global pooling and a dense layer, or with their like; masks are not supported.',
  );
}

/** [n, boxes, 5 + classes] or the same turned: many rows with a few numbers each for one picture. */
function isManyRows({ dims }: NetworkPort): boolean {
  if (dims?.length !== 3) return false;
  const sizes = dims.slice(1).map((dim) => (typeof dim === 'number' ? dim : Number.POSITIVE_INFINITY));
  return Math.max(...sizes) > 1 && Math.min(...sizes) >= 4;
}

function isRow({ dims }: NetworkPort): boolean {
  return dims !== undefined && (dims.length === 1 || dims.length === 2);
}
