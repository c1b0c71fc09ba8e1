import { type Field, fieldNumber, fieldsNumber, fieldsOf, integerOf, textOf } from './import/fields.ts';
import { joinFields, messageField } from './import/rewrite-onnx.ts';
import { encodeOnnxModel, type OnnxNode, type OnnxTensor, tensorTypes } from './onnx-export/protobuf.ts';
import type { ModelManifest } from './package.ts';

type Input = ModelManifest['input'];

/** A network that takes tiles as bytes and normalises them itself. */
export interface BytesNetwork {
  readonly bytes: Uint8Array;
  /** What it is fed now: uint8, channels last. */
  readonly input: Input;
}

/**
 * The same ONNX network with the normalisation and the order of the channels put before it, so that bytes go in as they
 * leave the sheet: the runtime does this several times faster than a loop over the pixels. Undefined where that is not
 * possible or not faster (BGR; channels last with a normalisation of its own for each channel), or where the file does not
 * fit the manifest: then it is opened as it is, and refused with the reason.
 */
export function feedBytes(onnx: Uint8Array, input: Input): BytesNetwork | undefined {
  if (input.dtype !== 'float32' || input.channels === 'bgr') return undefined;
  if (input.layout === 'nhwc' && !isSameForAll(input)) return undefined;
  const model = readOrNothing(onnx);
  const graph = model === undefined ? undefined : fieldNumber(model, 7);
  if (model === undefined || graph === undefined) return undefined;
  const parts = fieldsOf(graph.value);
  const port = parts.find((part) => part.number === 11 && nameOf(part) === input.name);
  if (port === undefined || !takesFloats(port, input)) return undefined;
  const bytesInput = { ...input, name: `${input.name}/bytes`, dtype: 'uint8', layout: 'nhwc' } as const;
  const prefix = prefixFields(input, bytesInput.name);
  const rest = parts.filter((part) => part !== port).map(({ whole }) => whole);
  const fed = messageField(7, joinFields([...prefix, ...rest]));
  const bytes = joinFields(model.map((field) => (field === graph ? fed : field.whole)));
  return { bytes, input: bytesInput };
}

function readOrNothing(onnx: Uint8Array): Field[] | undefined {
  try {
    return fieldsOf(onnx);
  } catch {
    return undefined;
  }
}

function isSameForAll({ mean, std }: Input): boolean {
  return mean.every((value) => value === mean[0]) && std.every((value) => value === std[0]);
}

function nameOf({ value }: Field): string {
  const name = fieldNumber(fieldsOf(value), 1);
  return name === undefined ? '' : textOf(name);
}

/** Whether a ValueInfoProto is float32 with dimensions that are free or as the manifest says. */
function takesFloats({ value }: Field, { layout, tilePx }: Input): boolean {
  const type = fieldNumber(fieldsOf(value), 2);
  const tensor = type === undefined ? undefined : fieldNumber(fieldsOf(type.value), 1);
  if (tensor === undefined) return false;
  const fields = fieldsOf(tensor.value);
  const elementType = fieldNumber(fields, 1);
  const shape = fieldNumber(fields, 2);
  if (elementType === undefined || integerOf(elementType) !== tensorTypes.float32 || shape === undefined)
    return false;
  const sizes = fieldsNumber(fieldsOf(shape.value), 1).map((dim) => {
    const size = fieldNumber(fieldsOf(dim.value), 1);
    return size === undefined ? undefined : integerOf(size);
  });
  const wanted = layout === 'nchw' ? [undefined, 3, tilePx, tilePx] : [undefined, tilePx, tilePx, 3];
  return (
    sizes.length === 4 &&
    sizes[0] === undefined &&
    sizes.every((size, i) => size === undefined || size === wanted[i])
  );
}

/** Nodes, constants and input of: order of the channels, floats, times scale / std, minus mean / std. */
function prefixFields(input: Input, bytesName: string): Uint8Array[] {
  const { name, layout, scale, mean, std, tilePx } = input;
  const perChannel = !isSameForAll(input);
  const dims = perChannel ? [1, 3, 1, 1] : [];
  const values = (of: (channel: number) => number) => Float32Array.from(perChannel ? [0, 1, 2] : [0], of);
  const constants: OnnxTensor[] = [
    { name: `${name}/scale`, dims, values: values((channel) => scale / std[channel]!) },
    { name: `${name}/shift`, dims, values: values((channel) => mean[channel]! / std[channel]!) },
  ];
  const nodes: OnnxNode[] = [];
  let from = bytesName;
  const add = (opType: string, inputs: string[], rest: Partial<OnnxNode> = {}): void => {
    const outputs = rest.outputs ?? [`${name}/${opType.toLowerCase()}`];
    nodes.push({ opType, inputs, attributes: {}, ...rest, outputs });
    from = outputs[0]!;
  };
  if (layout === 'nchw') add('Transpose', [from], { attributes: { perm: [0, 3, 1, 2] } });
  add('Cast', [from], { attributes: { to: tensorTypes.float32 } });
  add('Mul', [from, `${name}/scale`]);
  add('Sub', [from, `${name}/shift`], { outputs: [name] });
  const inputs = [{ name: bytesName, type: 'uint8', dims: ['tiles', tilePx, tilePx, 3] }] as const;
  const prefix = fieldsOf(encodeOnnxModel({ name: 'prefix', nodes, constants, inputs, outputs: [] }));
  const graph = fieldsOf(fieldNumber(prefix, 7)!.value);
  return graph
    .filter(({ number }) => number === 1 || number === 5 || number === 11)
    .map(({ whole }) => whole);
}
