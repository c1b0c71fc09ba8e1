import type { ColumnSource } from 'hyparquet-writer';
import type { LakeTable, Row } from '#core/lake/schema.ts';
import { columnStore } from './column-store.ts';
import { orderByPlace } from './order-by-place.ts';

/** Rows column by column, until they are many enough to be sorted and written. */
export interface ColumnBuffer {
  rows(): number;
  /** Whether it must be taken before a row can be added. */
  isFull(): boolean;
  /** @throws UmbelError `lake.cell-invalid` for a value that the column cannot hold */
  add(row: Row): void;
  /** The rows sorted by their place as the writer takes them; the buffer is empty afterwards. */
  take(): ColumnSource[];
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
      const order =
        table.sortedByPlace && lats !== undefined && lons !== undefined
          ? orderByPlace(lats.subarray(0, rows), lons.subarray(0, rows))
          : Uint32Array.from({ length: rows }, (_, i) => i);
      rows = 0;
      return stores.map((store) => store.take(order));
    },
  };
}
