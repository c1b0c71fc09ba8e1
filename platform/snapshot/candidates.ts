import type { ClassName, LeftOut, SnapshotTile } from '#core/snapshot/snapshot.ts';

/** A labelled tile before it is split. */
export interface Candidate {
  /** File name, unique, with its extension. */
  readonly name: string;
  readonly label: ClassName;
  /** Flight, photo or folder. */
  readonly group: string;
  readonly place?: { readonly lat: number; readonly lon: number };
  readonly source: SnapshotTile['source'];
  readonly labelIds: readonly string[];
  readonly people: number;
  /** The picture's bytes; undefined where they are no longer there. */
  read(): Promise<Uint8Array | undefined>;
}

/** What a snapshot is made from. */
export interface Candidates {
  readonly tiles: readonly Candidate[];
  /** Tiles that have answers, but no label. */
  readonly leftOut: Pick<LeftOut, 'conflict' | 'unsure' | 'badImage'>;
}
