import { fieldsNumber, fieldsOf } from '#core/model/import/fields.ts';
import { createRandom } from '#core/simulate/random.ts';

/** Smaller tensors are biases. */
const fewestWeights = 64;

/** An ONNX file whose weights stand in another order within each tensor: as much of each number, and nothing learned. */
export function shuffledWeights(bytes: Uint8Array, seed: number): Uint8Array {
  const shuffled = Uint8Array.from(bytes);
  const random = createRandom(seed);
  // Field numbers of onnx.proto3: the graph of the model, its initializers, their raw data.
  const graphs = fieldsOf(shuffled).filter(({ number }) => number === 7);
  const tensors = graphs.flatMap(({ value }) => fieldsNumber(fieldsOf(value), 5));
  for (const { value } of tensors)
    for (const raw of fieldsNumber(fieldsOf(value), 9)) shuffleFloats(raw.value, random);
  return shuffled;
}

function shuffleFloats(raw: Uint8Array, random: ReturnType<typeof createRandom>): void {
  const count = raw.length / 4;
  if (count < fewestWeights) return;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.length);
  for (let i = count - 1; i > 0; i--) {
    const other = random.int(i + 1);
    const kept = view.getUint32(4 * i);
    view.setUint32(4 * i, view.getUint32(4 * other));
    view.setUint32(4 * other, kept);
  }
}
