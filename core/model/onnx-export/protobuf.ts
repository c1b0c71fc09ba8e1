import { PbfWriter } from 'pbf';

/** Element types of ONNX tensors that the export uses (onnx.proto3, TensorProto.DataType). */
export const tensorTypes = { float32: 1, uint8: 2, int64: 7 } as const;
export type TensorTypeName = keyof typeof tensorTypes;

/** A constant of the graph. */
export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly values: Float32Array | BigInt64Array;
}

/** A node's attribute: an integer is written as `i`, a list as `ints`, `{ float }` as `f`, text as `s`. */
export type OnnxAttribute = number | readonly number[] | { readonly float: number } | string;

export interface OnnxNode {
  readonly opType: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** An input or output of the graph; a text among the dimensions is a free one. */
export interface OnnxValue {
  readonly name: string;
  readonly type: TensorTypeName;
  readonly dims: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly constants: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

/** Operator set of every export: the oldest that has all we write, so that old runtimes can read it. */
export const opset = 13;
/** File format version that came with opset 13 (https://github.com/onnx/onnx/blob/main/docs/Versioning.md). */
const irVersion = 7;

/**
 * The bytes of an ONNX file that holds the graph.
 * Field numbers are those of onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
 */
export function encodeOnnxModel(graph: OnnxGraph): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarintField(1, irVersion);
  writer.writeStringField(2, 'umbel');
  writer.writeMessage(7, writeGraph, graph);
  writer.writeMessage(8, (version: number, out) => out.writeVarintField(2, version), opset);
  return writer.finish();
}

function writeGraph(graph: OnnxGraph, out: PbfWriter): void {
  for (const node of graph.nodes) out.writeMessage(1, writeNode, node);
  out.writeStringField(2, graph.name);
  for (const constant of graph.constants) out.writeMessage(5, writeTensor, constant);
  for (const input of graph.inputs) out.writeMessage(11, writeValue, input);
  for (const output of graph.outputs) out.writeMessage(12, writeValue, output);
}

function writeNode(node: OnnxNode, out: PbfWriter): void {
  for (const input of node.inputs) out.writeStringField(1, input);
  for (const output of node.outputs) out.writeStringField(2, output);
  out.writeStringField(3, node.outputs[0] ?? '');
  out.writeStringField(4, node.opType);
  for (const [name, value] of Object.entries(node.attributes))
    out.writeMessage(5, writeAttribute, { name, value });
}

function writeAttribute({ name, value }: { name: string; value: OnnxAttribute }, out: PbfWriter): void {
  out.writeStringField(1, name);
  if (typeof value === 'number') {
    out.writeVarintField(3, value);
    out.writeVarintField(20, 2);
  } else if (typeof value === 'string') {
    out.writeBytesField(4, new TextEncoder().encode(value));
    out.writeVarintField(20, 3);
  } else if ('float' in value) {
    out.writeFloatField(2, value.float);
    out.writeVarintField(20, 1);
  } else {
    for (const item of value) out.writeVarintField(8, item);
    out.writeVarintField(20, 7);
  }
}

function writeTensor(tensor: OnnxTensor, out: PbfWriter): void {
  out.writePackedVarint(1, [...tensor.dims]);
  out.writeVarintField(2, tensor.values instanceof Float32Array ? tensorTypes.float32 : tensorTypes.int64);
  out.writeStringField(8, tensor.name);
  out.writeBytesField(9, littleEndianBytes(tensor.values));
}

/** ONNX stores raw tensors little-endian, whatever the machine. */
function littleEndianBytes(values: Float32Array | BigInt64Array): Uint8Array {
  const bytes = new Uint8Array(values.byteLength);
  const view = new DataView(bytes.buffer);
  if (values instanceof Float32Array) values.forEach((value, i) => view.setFloat32(i * 4, value, true));
  else values.forEach((value, i) => view.setBigInt64(i * 8, value, true));
  return bytes;
}

function writeValue(value: OnnxValue, out: PbfWriter): void {
  out.writeStringField(1, value.name);
  out.writeMessage(2, (v: OnnxValue, type) => type.writeMessage(1, writeTensorType, v), value);
}

function writeTensorType(value: OnnxValue, out: PbfWriter): void {
  out.writeVarintField(1, tensorTypes[value.type]);
  out.writeMessage(
    2,
    (dims: OnnxValue['dims'], shape) => dims.forEach((dim) => shape.writeMessage(1, writeDim, dim)),
    value.dims,
  );
}

function writeDim(dim: number | string, out: PbfWriter): void {
  if (typeof dim === 'number') out.writeVarintField(1, dim);
  else out.writeStringField(2, dim);
}
