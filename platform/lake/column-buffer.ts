import type { ColumnSource } from 'hyparquet-writer';
import { groupLimits, rowGroupSizes } from '#core/lake/row-groups.ts';
import type { LakeTable, Row } from '#core/lake/schema.ts';
import { columnStore } from './column-store.ts';
import { orderByPlace } from './order-by-place.ts';

/** Rows as the writer takes them. */
export interface SortedColumns {
  readonly columns: ColumnSource[];
  /** Rows of each row group. */
  readonly groupSizes: number[];
}

/** Rows column by column, until they are many enough to be sorted and written. */
export interface ColumnBuffer {
  rows(): number;
  /** Whether it must be taken before a row can be added. */
  isFull(): boolean;
  /** @throws UmbelError `lake.cell-invalid` for a value that the column cannot hold */
  add(row: Row): void;
  /** The rows sorted by their place; the buffer is empty afterwards. */
  take(): SortedColumns;
}

/** An empty buffer for at most `capacity` rows of a table. */
export function columnBuffer(table: LakeTable, capacity: number): ColumnBuffer {
  const stores = table.columns.map((column) => columnStore(table, column));
  const numbersOf = (name: string) =>
    stores[table.columns.findIndex((column) => column.name === name)]?.numbers;
  let rows = 0;
  return {
    rows: () => rows,
    isFull: () => rows === capacity,
    add(row) {
      for (const store of stores) store.set(rows, row);
      rows++;
    },
    take() {
      const [lats, lons] = [numbersOf('lat')?.(), numbersOf('lon')?.()];
      const isSorted = table.sortedByPlace && lats !== undefined && lons !== undefined;
      const order = isSorted
        ? orderByPlace(lats.subarray(0, rows), lons.subarray(0, rows))
        : Uint32Array.from({ length: rows }, (_, i) => i);
      rows = 0;
      const groupSizes = isSorted
        ? rowGroupSizes(inOrder(lats, order), inOrder(lons, order))
        : [groupLimits.most];
      return { columns: stores.map((store) => store.take(order)), groupSizes };
    },
  };
}

function inOrder(values: Float64Array, order: Uint32Array): Float64Array {
  return Float64Array.from(order, (row) => values[row]!);
}
