import { PbfReader } from 'pbf';

/** One field of a protobuf message, not yet read. */
export interface Field {
  readonly number: number;
  /** 0 varint, 1 eight bytes, 2 bytes with their length, 5 four bytes (https://protobuf.dev/programming-guides/encoding). */
  readonly wire: number;
  /** Tag and value as they stand in the message: to be copied unchanged. */
  readonly whole: Uint8Array;
  /** The value alone; for wire type 2 without its length. */
  readonly value: Uint8Array;
}

/**
 * The fields of a message in their order.
 * @throws RangeError or Error when the bytes are not a protobuf message
 */
export function fieldsOf(message: Uint8Array): Field[] {
  const reader = new PbfReader(message);
  const fields: Field[] = [];
  while (reader.pos < reader.length) {
    const start = reader.pos;
    const tag = reader.readVarint();
    const valueStart = reader.pos;
    const wire = tag & 7;
    if (wire === 2) {
      const value = reader.readBytes();
      if (reader.pos > reader.length) throw new RangeError('a field reaches beyond the end of the file');
      fields.push({ number: tag >>> 3, wire, whole: message.subarray(start, reader.pos), value });
      continue;
    }
    reader.skip(wire);
    if (reader.pos > reader.length) throw new RangeError('a field reaches beyond the end of the file');
    const value = message.subarray(valueStart, reader.pos);
    fields.push({ number: tag >>> 3, wire, whole: message.subarray(start, reader.pos), value });
  }
  return fields;
}

/** The text of a field. */
export function textOf({ value }: Field): string {
  return new TextDecoder().decode(value);
}

/** The whole number of a varint field. */
export function integerOf({ value }: Field): number {
  return new PbfReader(value).readVarint(true);
}

/** Whole numbers that are written one by one or packed. */
export function integersOf(fields: readonly Field[]): number[] {
  return fields.flatMap((field) => {
    if (field.wire === 0) return [integerOf(field)];
    const reader = new PbfReader(field.value);
    const values: number[] = [];
    while (reader.pos < reader.length) values.push(reader.readVarint(true));
    return values;
  });
}

/** The first field of a number; the last one wins in protobuf, but writers write scalars once. */
export function fieldNumber(fields: readonly Field[], number: number): Field | undefined {
  return fields.find((field) => field.number === number);
}

/** Every field of a number. */
export function fieldsNumber(fields: readonly Field[], number: number): Field[] {
  return fields.filter((field) => field.number === number);
}
