import { PbfWriter } from 'pbf';
import { fieldNumber, fieldsOf } from '#core/model/import/fields.ts';
import {
  encodeOnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValue,
} from '#core/model/onnx-export/protobuf.ts';

/** Side of the tiles of the small networks. */
export const smallPx = 16;

export interface SmallNetwork {
  readonly layout?: 'nchw' | 'nhwc';
  readonly inputDims?: OnnxValue['dims'];
  readonly inputType?: 'float32' | 'uint8';
  /** How strongly a channel's mean speaks for each class: three rows of as many weights as there are classes. */
  readonly weights: readonly (readonly number[])[];
  readonly bias: readonly number[];
  /** A second step after the absolute value of the first, which then gives one number: how far it is from 0 speaks for each class. */
  readonly fold?: { readonly weights: readonly number[]; readonly bias: readonly number[] };
  /** Operation at the end. */
  readonly activation?: 'Softmax' | 'Sigmoid';
  /** The network divides by this itself. */
  readonly scaledBy?: number;
  readonly batch?: number | string;
}

/** An ONNX file that judges a tile by its mean colour. */
export function smallNetwork(network: SmallNetwork): Uint8Array {
  const {
    layout = 'nchw',
    weights,
    bias,
    fold,
    activation,
    scaledBy,
    inputType = 'float32',
    batch = 'n',
  } = network;
  const nodes: OnnxNode[] = [];
  const constants: OnnxTensor[] = [
    { name: 'w', dims: [3, bias.length], values: Float32Array.from(weights.flat()) },
    { name: 'b', dims: [bias.length], values: Float32Array.from(bias) },
  ];
  let from = 'x';
  if (inputType === 'uint8') from = add(nodes, { opType: 'Cast', inputs: [from], attributes: { to: 1 } });
  if (scaledBy !== undefined) {
    constants.push({ name: 'scale', dims: [], values: Float32Array.of(scaledBy) });
    from = add(nodes, { opType: 'Div', inputs: [from, 'scale'], attributes: {} });
  }
  const axes = layout === 'nchw' ? [2, 3] : [1, 2];
  from = add(nodes, { opType: 'ReduceMean', inputs: [from], attributes: { axes, keepdims: 0 } });
  from = add(nodes, { opType: 'Gemm', inputs: [from, 'w', 'b'], attributes: {} });
  if (fold !== undefined) {
    constants.push({ name: 'w2', dims: [1, fold.bias.length], values: Float32Array.from(fold.weights) });
    constants.push({ name: 'b2', dims: [fold.bias.length], values: Float32Array.from(fold.bias) });
    from = add(nodes, { opType: 'Abs', inputs: [from], attributes: {} });
    from = add(nodes, { opType: 'Gemm', inputs: [from, 'w2', 'b2'], attributes: {} });
  }
  if (activation !== undefined) from = add(nodes, { opType: activation, inputs: [from], attributes: {} });
  nodes.push({ opType: 'Identity', inputs: [from], outputs: ['y'], attributes: {} });
  const plane = layout === 'nchw' ? [3, smallPx, smallPx] : [smallPx, smallPx, 3];
  return encodeOnnxModel({
    name: 'small',
    nodes,
    constants,
    inputs: [{ name: 'x', type: inputType, dims: network.inputDims ?? [batch, ...plane] }],
    outputs: [{ name: 'y', type: 'float32', dims: [batch, (fold ?? network).bias.length] }],
  });
}

function add(nodes: OnnxNode[], node: Omit<OnnxNode, 'outputs'>): string {
  const output = `v${nodes.length}`;
  nodes.push({ ...node, outputs: [output] });
  return output;
}

/** The file with the values of its weight `w` in another one, as large models are stored, and those values. */
export function withExternalWeight(
  bytes: Uint8Array,
  location: string,
  offset: number,
): { file: Uint8Array; data: Uint8Array } {
  let data = new Uint8Array();
  const file = join(
    fieldsOf(bytes).map((field) => {
      if (field.number !== 7) return field.whole;
      const graph = fieldsOf(field.value).map((part) => {
        if (
          part.number !== 5 ||
          new TextDecoder().decode(fieldNumber(fieldsOf(part.value), 8)?.value) !== 'w'
        )
          return part.whole;
        const tensor = fieldsOf(part.value);
        data = Uint8Array.from(fieldNumber(tensor, 9)!.value);
        const kept = tensor.filter(({ number }) => number !== 9).map(({ whole }) => whole);
        const entries = { location, offset: String(offset), length: String(data.length) };
        const stored = Object.entries(entries).map(([key, value]) =>
          message(13, join([message(1, key), message(2, value)])),
        );
        return message(5, join([...kept, ...stored, varint(14, 1)]));
      });
      return message(7, join(graph));
    }),
  );
  return { file, data };
}

function message(number: number, content: Uint8Array | string): Uint8Array {
  const writer = new PbfWriter();
  if (typeof content === 'string') writer.writeStringField(number, content);
  else writer.writeBytesField(number, content);
  return Uint8Array.from(writer.finish());
}

function varint(number: number, value: number): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarintField(number, value);
  return Uint8Array.from(writer.finish());
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
