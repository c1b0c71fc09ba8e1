import { UmbelError } from '../../errors.ts';
import { type Field, fieldNumber, fieldsNumber, fieldsOf, integerOf, integersOf, textOf } from './fields.ts';

/** An input or output of an ONNX graph. */
export interface OnnxPort {
  readonly name: string;
  /** Element type of onnx.proto3: 1 float32, 2 uint8, 10 float16; 0 when it is not a tensor. */
  readonly elementType: number;
  /** Numbers where they are fixed, names where they are free; undefined when the file does not say. */
  readonly dims: readonly (number | string)[] | undefined;
}

/** A constant of the graph. */
export interface OnnxConstant {
  readonly name: string;
  readonly elementType: number;
  readonly dims: readonly number[];
  /** File that holds the values, and where in it; undefined when they are in the ONNX file itself. */
  readonly external:
    | { readonly location: string; readonly offset: number; readonly length: number | undefined }
    | undefined;
  /** The message. */
  readonly bytes: Uint8Array;
}

export interface OnnxNodeRead {
  readonly opType: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** What an ONNX file says of itself. */
export interface OnnxFile {
  /** Program that wrote it: `pytorch`, `tf2onnx`, ... */
  readonly producer: string;
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  readonly nodes: readonly OnnxNodeRead[];
  /** Initializers and the tensors of Constant nodes. */
  readonly constants: readonly OnnxConstant[];
  /** Free texts that the writer added, e.g. class names. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The parts of an ONNX file that decide how it is fed and read. Field numbers are those of onnx.proto3
 * (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
 * @throws UmbelError `import.unreadable`
 */
export function readOnnxFile(bytes: Uint8Array, file: string): OnnxFile {
  try {
    const model = fieldsOf(bytes);
    const graphField = fieldNumber(model, 7);
    if (graphField === undefined) throw new Error('it has no graph');
    const graph = fieldsOf(graphField.value);
    const nodes = fieldsNumber(graph, 1).map(({ value }) => fieldsOf(value));
    const initializers = fieldsNumber(graph, 5).map(({ value }) => readConstant(value));
    const weights = new Set(initializers.map(({ name }) => name));
    return {
      producer: text(model, 2),
      // Files of before IR version 4 list the weights among the inputs.
      inputs: fieldsNumber(graph, 11)
        .map(readPort)
        .filter(({ name }) => !weights.has(name)),
      outputs: fieldsNumber(graph, 12).map(readPort),
      nodes: nodes.map(readNode),
      constants: [...initializers, ...nodes.flatMap(constantsOfNode)],
      metadata: Object.fromEntries(fieldsNumber(model, 14).map(({ value }) => pairOf(value))),
    };
  } catch (cause) {
    throw new UmbelError({
      code: 'import.unreadable',
      kind: 'bad-input',
      message: `${file} is not an ONNX file: ${whatItIs(bytes)}.`,
      hint: 'Give the file that the export wrote, or export the model again.',
      cause,
    });
  }
}

/** What lies in a file that cannot be read as a model, in words: how protobuf failed on it tells nobody anything. */
function whatItIs(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'it is empty';
  const start = new TextDecoder().decode(bytes.subarray(0, 64));
  if (start.startsWith('version https://git-lfs'))
    return 'it is a pointer of Git LFS; fetch the file itself with `git lfs pull`';
  // Every ONNX file begins with control characters: the tag of its version, and a small number.
  if (!/[^\P{C}\s]|\uFFFD/u.test(start)) return `it holds text, which begins "${start.trim().slice(0, 30)}"`;
  return 'it was cut off, or is of another format';
}

function text(fields: readonly Field[], number: number): string {
  const field = fieldNumber(fields, number);
  return field === undefined ? '' : textOf(field);
}

/** StringStringEntryProto. */
function pairOf(bytes: Uint8Array): [string, string] {
  const fields = fieldsOf(bytes);
  return [text(fields, 1), text(fields, 2)];
}

function readNode(fields: readonly Field[]): OnnxNodeRead {
  const inputs = fieldsNumber(fields, 1).map(textOf);
  return { opType: text(fields, 4), inputs, outputs: fieldsNumber(fields, 2).map(textOf) };
}

/** Tensors in a node's attributes (AttributeProto.t), named by the node's output. */
function constantsOfNode(fields: readonly Field[]): OnnxConstant[] {
  const name = text(fields, 2);
  return fieldsNumber(fields, 5)
    .flatMap(({ value }) => fieldsNumber(fieldsOf(value), 5))
    .map(({ value }) => ({ ...readConstant(value), name }));
}

function readConstant(bytes: Uint8Array): OnnxConstant {
  const fields = fieldsOf(bytes);
  const type = fieldNumber(fields, 2);
  const entries = Object.fromEntries(fieldsNumber(fields, 13).map(({ value }) => pairOf(value)));
  const location = entries['location'];
  return {
    name: text(fields, 8),
    elementType: type === undefined ? 0 : integerOf(type),
    dims: integersOf(fieldsNumber(fields, 1)),
    external:
      location === undefined
        ? undefined
        : {
            location,
            offset: Number(entries['offset'] ?? 0),
            length: entries['length'] === undefined ? undefined : Number(entries['length']),
          },
    bytes,
  };
}

function readPort({ value }: Field): OnnxPort {
  const fields = fieldsOf(value);
  const type = fieldNumber(fields, 2);
  const tensor = type === undefined ? undefined : fieldNumber(fieldsOf(type.value), 1);
  if (tensor === undefined) return { name: text(fields, 1), elementType: 0, dims: undefined };
  const parts = fieldsOf(tensor.value);
  const elementType = fieldNumber(parts, 1);
  const shape = fieldNumber(parts, 2);
  return {
    name: text(fields, 1),
    elementType: elementType === undefined ? 0 : integerOf(elementType),
    dims: shape === undefined ? undefined : fieldsNumber(fieldsOf(shape.value), 1).map(readDim),
  };
}

function readDim({ value }: Field, index: number): number | string {
  const fields = fieldsOf(value);
  const size = fieldNumber(fields, 1);
  if (size !== undefined && integerOf(size) > 0) return integerOf(size);
  return text(fields, 2) || `free${index}`;
}
