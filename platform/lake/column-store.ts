import type { ColumnSource } from 'hyparquet-writer';
import { UmbelError } from '#core/errors.ts';
import type { Cell, Column, LakeTable, Row } from '#core/lake/schema.ts';

/** The values of one column. */
export interface ColumnStore {
  set(index: number, row: Row): void;
  /** The values in an order, as the writer takes them. */
  take(order: Uint32Array): ColumnSource;
  /** Numbers as they came, NaN for NULL; absent for texts and truth values. Longer than what was set. */
  readonly numbers?: () => Float64Array;
}

/** An empty store for the values of a column. */
export function columnStore(table: LakeTable, column: Column): ColumnStore {
  const isNumber = column.type !== 'string' && column.type !== 'boolean';
  return isNumber ? numberStore(table, column) : valueStore(table, column);
}

/** Most files are small: room for them is made as it is needed. */
const firstRows = 512;

/** Numbers without an object each: half of the time would go to the garbage collector. */
function numberStore(table: LakeTable, column: Column): ColumnStore {
  const { name, type } = column;
  const isNullable = column.nullable === true;
  let numbers = new Float64Array(firstRows);
  let nulls = 0;
  // Coordinates and confidences hardly repeat: looking for a dictionary would only cost time.
  const encoding = type === 'double' || type === 'float' ? ({ encoding: 'PLAIN' } as const) : {};
  return {
    numbers: () => numbers,
    set(index, row) {
      if (index >= numbers.length) numbers = twiceAsLong(numbers);
      const value = row[name];
      if (typeof value === 'number' && !Number.isNaN(value)) {
        numbers[index] = value;
        return;
      }
      // NaN, which no SQL compares as people expect, is no value.
      if (!isNullable || (value !== null && value !== undefined && !Number.isNaN(value)))
        throw invalid(value, column, table);
      numbers[index] = Number.NaN;
      nulls++;
    },
    take(order) {
      const hadNulls = nulls > 0;
      nulls = 0;
      const data = hadNulls ? withNulls(numbers, order, type) : packed(numbers, order, type);
      return { name, data, ...encoding };
    },
  };
}

function twiceAsLong(numbers: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(numbers.length * 2);
  longer.set(numbers);
  return longer;
}

function packed(numbers: Float64Array, order: Uint32Array, type: Column['type']) {
  const data =
    type === 'float'
      ? new Float32Array(order.length)
      : type === 'int' || type === 'date'
        ? new Int32Array(order.length)
        : new Float64Array(order.length);
  for (let i = 0; i < data.length; i++) data[i] = numbers[order[i]!]!;
  return data;
}

function withNulls(numbers: Float64Array, order: Uint32Array, type: Column['type']): (number | null)[] {
  const data: (number | null)[] = [];
  for (let i = 0; i < order.length; i++) {
    const value = numbers[order[i]!]!;
    data.push(Number.isNaN(value) ? null : type === 'float' ? Math.fround(value) : value);
  }
  return data;
}

function valueStore(table: LakeTable, column: Column): ColumnStore {
  const { name, type } = column;
  let values: Cell[] = [];
  return {
    set(index, row) {
      const value = row[name];
      if (typeof value === type) values[index] = value!;
      else if (column.nullable === true && (value === null || value === undefined)) values[index] = null;
      else throw invalid(value, column, table);
    },
    take(order) {
      const data: Cell[] = [];
      for (let i = 0; i < order.length; i++) data.push(values[order[i]!]!);
      values = [];
      return { name, data };
    },
  };
}

function invalid(value: unknown, { name, type }: Column, table: LakeTable): UmbelError {
  return new UmbelError({
    code: 'lake.cell-invalid',
    kind: 'bug',
    message: `${String(value)} is no ${type} for ${table.name}.${name}.`,
  });
}
