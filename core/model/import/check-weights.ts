import { UmbelError } from '../../errors.ts';
import { fieldNumber, fieldsNumber, fieldsOf } from './fields.ts';
import type { OnnxConstant } from './onnx-file.ts';

/** How the element types of floats are read (onnx.proto3, TensorProto.DataType), and where besides raw_data they may stand. */
const floatTypes: Readonly<
  Record<number, { sizeBytes: number; field: number; isNaN: (view: DataView, at: number) => boolean }>
> = {
  1: { sizeBytes: 4, field: 4, isNaN: (view, at) => Number.isNaN(view.getFloat32(at, true)) },
  // Half floats: all exponent bits set and a fraction.
  10: { sizeBytes: 2, field: 5, isNaN: (view, at) => (view.getUint16(at, true) & 0x7fff) > 0x7c00 },
  11: { sizeBytes: 8, field: 10, isNaN: (view, at) => Number.isNaN(view.getFloat64(at, true)) },
  16: { sizeBytes: 2, field: 5, isNaN: (view, at) => (view.getUint16(at, true) & 0x7fff) > 0x7f80 },
};

/**
 * Nothing; no constant holds NaN. Infinite values may be meant (masks, bounds); what they do shows on the samples.
 * @throws UmbelError `model.weights-nan`
 */
export function checkWeights(constants: readonly OnnxConstant[]): void {
  const damaged = constants.find(holdsNaN);
  if (damaged === undefined) return;
  throw new UmbelError({
    code: 'model.weights-nan',
    kind: 'bad-input',
    message: `Weight "${damaged.name}" holds values that are not numbers.`,
    hint: 'The training diverged; train again with a smaller learning rate, or export an earlier checkpoint.',
  });
}

function holdsNaN({ elementType, bytes }: OnnxConstant): boolean {
  const type = floatTypes[elementType];
  if (type === undefined) return false;
  const fields = fieldsOf(bytes);
  const raw = fieldNumber(fields, 9)?.value;
  if (raw !== undefined) return anyNaN(raw, type);
  // Half floats in int32_data are varints; no exporter writes them so, and what they hold shows on the samples.
  if (type.field === 5) return false;
  return fieldsNumber(fields, type.field).some(({ value }) => anyNaN(value, type));
}

function anyNaN(bytes: Uint8Array, { sizeBytes, isNaN }: (typeof floatTypes)[number]): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + sizeBytes <= view.byteLength; at += sizeBytes) if (isNaN(view, at)) return true;
  return false;
}
