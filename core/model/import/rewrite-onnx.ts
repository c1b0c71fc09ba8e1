import { PbfWriter } from 'pbf';
import { type Field, fieldNumber, fieldsOf, textOf } from './fields.ts';

export interface OnnxRewrite {
  /** Values of the constants that lie outside the file, by the constant's name. */
  readonly external: ReadonlyMap<string, Uint8Array>;
  /** Make the first dimension of inputs and outputs free: exports are often made for exactly one image. */
  readonly freeBatch: boolean;
}

/**
 * The same ONNX file with every value inside, and, on request, for any number of tiles. Everything else is copied byte by byte.
 * Field numbers are those of onnx.proto3.
 */
export function rewriteOnnx(bytes: Uint8Array, rewrite: OnnxRewrite): Uint8Array {
  return rewritten(fieldsOf(bytes), (field) =>
    field.number === 7 ? rewriteGraph(field, rewrite) : field.whole,
  );
}

type Change = (field: Field) => Uint8Array | undefined;

/** The message with each field changed; undefined leaves a field out. */
function rewritten(fields: readonly Field[], change: Change): Uint8Array {
  return joinFields(fields.map(change).filter((part) => part !== undefined));
}

/** A message of fields that are written already. */
export function joinFields(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A message as a field of another one. */
export function messageField(number: number, content: Uint8Array): Uint8Array {
  const writer = new PbfWriter(new Uint8Array(content.length + 16));
  writer.writeBytesField(number, content);
  return writer.finish();
}

function rewriteGraph(graph: Field, { external, freeBatch }: OnnxRewrite): Uint8Array {
  return messageField(
    7,
    rewritten(fieldsOf(graph.value), (field) => {
      if (field.number === 5) return messageField(5, inlineTensor(field.value, external));
      if (!freeBatch) return field.whole;
      // Shapes of values in between speak of the old batch; the runtime infers them again.
      if (field.number === 13) return undefined;
      return field.number === 11 || field.number === 12
        ? messageField(field.number, freePort(field.value))
        : field.whole;
    }),
  );
}

/** The tensor with its values as raw_data (9) in the place of external_data (13) and data_location (14). */
function inlineTensor(tensor: Uint8Array, external: OnnxRewrite['external']): Uint8Array {
  const fields = fieldsOf(tensor);
  const name = fieldNumber(fields, 8);
  const values = name === undefined ? undefined : external.get(textOf(name));
  if (values === undefined) return tensor;
  const kept = rewritten(fields, (field) =>
    field.number === 13 || field.number === 14 ? undefined : field.whole,
  );
  return joinFields([kept, messageField(9, values)]);
}

/** ValueInfoProto.type (2) . tensor_type (1) . shape (2) . dim (1), the first of them made free. */
function freePort(port: Uint8Array): Uint8Array {
  const path = [2, 1, 2];
  const descend = (bytes: Uint8Array, level: number): Uint8Array => {
    const number = path[level];
    if (number === undefined) return freeFirstDim(bytes);
    return rewritten(fieldsOf(bytes), (field) =>
      field.number === number && field.wire === 2
        ? messageField(number, descend(field.value, level + 1))
        : field.whole,
    );
  };
  return descend(port, 0);
}

function freeFirstDim(shape: Uint8Array): Uint8Array {
  const writer = new PbfWriter();
  writer.writeStringField(2, 'tiles');
  const free = messageField(1, writer.finish());
  let first = true;
  return rewritten(fieldsOf(shape), (field) => {
    const isFirst = first && field.number === 1;
    if (isFirst) first = false;
    return isFirst ? free : field.whole;
  });
}
