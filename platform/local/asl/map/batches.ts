import { AslError } from '../errors.ts';
import { sizeBytes, type Json } from '../json.ts';
import { largestPayloadBytes } from '../limits.ts';
import type { ItemBatcher } from '../machine.ts';
import { selectItem, type MapAttempt } from '../states/map.ts';

/** What one child of a DISTRIBUTED Map gets. */
export interface Batch {
  /** Number of the child, from 0. */
  readonly index: number;
  readonly itemCount: number;
  readonly input: Json;
}

/** The inputs of the children: one item each, or as many as ItemBatcher puts together. */
export async function* batchesOf(
  attempt: MapAttempt,
  items: AsyncIterable<Json>,
  batcher: ItemBatcher | undefined,
): AsyncGenerator<Batch> {
  const selected = selectAll(attempt, items);
  if (batcher !== undefined) {
    yield* gather(attempt, selected, batcher);
    return;
  }
  let index = 0;
  for await (const input of selected) yield { index: index++, itemCount: 1, input };
}

async function* selectAll(attempt: MapAttempt, items: AsyncIterable<Json>): AsyncGenerator<Json> {
  let index = 0;
  for await (const value of items) yield await selectItem(attempt, { Index: index++, Value: value });
}

async function* gather(
  attempt: MapAttempt,
  items: AsyncIterable<Json>,
  batcher: ItemBatcher,
): AsyncGenerator<Batch> {
  const { scope } = attempt;
  const mostItems = (await batcher.maxItems?.(scope)) ?? Infinity;
  const mostBytes = (await batcher.maxBytes?.(scope)) ?? largestPayloadBytes;
  const batchInput = await batcher.batchInput?.(scope);
  const wrap = (batch: readonly Json[]): Json => ({
    ...(batchInput === undefined ? {} : { BatchInput: batchInput }),
    Items: batch,
  });
  const emptyBytes = sizeBytes(wrap([]));
  let batch: Json[] = [];
  let bytes = emptyBytes;
  let index = 0;
  for await (const item of items) {
    const itemBytes = sizeBytes(item) + 1;
    if (emptyBytes + itemBytes - 1 > mostBytes) throw tooLarge(mostBytes);
    const isFull = batch.length >= mostItems || bytes + itemBytes - (batch.length === 0 ? 1 : 0) > mostBytes;
    if (isFull) {
      yield { index: index++, itemCount: batch.length, input: wrap(batch) };
      [batch, bytes] = [[], emptyBytes];
    }
    bytes += itemBytes - (batch.length === 0 ? 1 : 0);
    batch.push(item);
  }
  if (batch.length > 0) yield { index, itemCount: batch.length, input: wrap(batch) };
}

function tooLarge(mostBytes: number): AslError {
  return new AslError('States.DataLimitExceeded', `An item does not fit into a batch of ${mostBytes} bytes.`);
}
