import { z } from 'zod';
import { snapshotKeys } from '#core/snapshot/snapshot.ts';
import type { ModelStore } from '../registry/stored-package.ts';
import { listSnapshots } from './store.ts';

/** A snapshot that held tiles of a flight. */
export interface HeldSnapshot {
  readonly snapshotId: string;
  /** Tiles of that flight, and of others. */
  readonly tiles: number;
  readonly others: number;
}

export interface Withdrawal {
  readonly snapshots: readonly HeldSnapshot[];
  /** Objects that went, lists and pictures. */
  readonly objects: number;
}

interface WithdrawOptions {
  readonly flightId: string;
  readonly dryRun: boolean;
  readonly now: Date;
  /** Deletes an object for good, or only counts it. */
  readonly purge: (key: string) => Promise<number>;
}

/** Of a line, what is needed here: a list that is damaged elsewhere must not keep a picture. */
const lineSchema = z.looseObject({
  name: z.string(),
  sha256: z.string(),
  source: z.looseObject({ flightId: z.string().optional() }),
});
type Line = z.infer<typeof lineSchema>;

/**
 * Withdraws the snapshots that hold tiles of a flight: their lists go, and the pictures that no other snapshot holds. A
 * snapshot is named by all that is in it, so nothing can be taken out of one; from the answers that stay it is made anew.
 * In its place stands `withdrawn.json`, which says when and of how many tiles, and nothing of the flight.
 */
export async function withdrawSnapshots(store: ModelStore, options: WithdrawOptions): Promise<Withdrawal> {
  const { flightId, dryRun, now, purge } = options;
  const lists = await Promise.all(
    (await listSnapshots(store)).map(async (id) => ({ id, lines: await linesOf(store, id) })),
  );
  const isHeld = ({ lines }: { lines: Line[] }) => lines.some(({ source }) => source.flightId === flightId);
  const held = lists.filter(isHeld);
  const kept = new Set(
    lists.filter((list) => !isHeld(list)).flatMap(({ lines }) => lines.map(snapshotKeys.picture)),
  );
  const pictures = new Set(held.flatMap(({ lines }) => lines.map(snapshotKeys.picture)));
  let objects = 0;
  for (const key of pictures) if (!kept.has(key)) objects += await purge(key);
  const snapshots: HeldSnapshot[] = [];
  for (const { id, lines } of held) {
    const tiles = lines.filter(({ source }) => source.flightId === flightId).length;
    const said = { schema: 'umbel.withdrawn/1', at: now.toISOString(), tiles: lines.length };
    const ref = { bucket: store.bucket, key: snapshotKeys.withdrawn(id) };
    if (!dryRun) await store.objects.put(ref, `${JSON.stringify(said)}\n`, 'application/json');
    // Last: a withdrawal that was cut off is found again by it.
    for (const key of [snapshotKeys.tiles(id), snapshotKeys.snapshot(id)]) objects += await purge(key);
    snapshots.push({ snapshotId: id, tiles, others: lines.length - tiles });
  }
  return { snapshots, objects };
}

async function linesOf({ objects, bucket }: ModelStore, id: string): Promise<Line[]> {
  const bytes = await objects.get({ bucket, key: snapshotKeys.tiles(id) }).catch(() => new Uint8Array());
  return new TextDecoder()
    .decode(bytes)
    .split('\n')
    .flatMap((text) => {
      if (text === '') return [];
      const line = lineSchema.safeParse(parsed(text));
      return line.success ? [line.data] : [];
    });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
