/** A change of a TIFF's block and of what its header says. */
export interface Repacking {
  /** Number of the compression that the header then names. */
  readonly compression: number;
  readonly pack: (block: Uint8Array) => Uint8Array;
  /** Other values in the header, by the number of their tag. */
  readonly tags?: Readonly<Record<number, number>>;
}

const tag = { compression: 259, stripOffsets: 273, rowsPerStrip: 278, stripBytes: 279 } as const;

/** A TIFF with one strip (as `makeDem` writes it) whose block is packed; the packed block stands at the end of the file. */
export function repacked(tiff: Uint8Array, { compression, pack, tags = {} }: Repacking): Uint8Array {
  const header = Buffer.from(tiff);
  const entries = entriesOf(header);
  const [offset, sizeBytes] = [tag.stripOffsets, tag.stripBytes].map((code) => entries.get(code)!.value());
  const packed = pack(header.subarray(offset, offset! + sizeBytes!));
  const changes: Readonly<Record<number, number>> = {
    [tag.compression]: compression,
    [tag.stripOffsets]: header.length,
    [tag.stripBytes]: packed.length,
    ...tags,
  };
  for (const [code, value] of Object.entries(changes)) {
    const entry = entries.get(Number(code));
    if (entry === undefined) throw new Error(`the TIFF has no tag ${code}`);
    entry.set(value);
  }
  return Buffer.concat([header, packed]);
}

interface Entry {
  value(): number;
  set(value: number): void;
}

/** The entries of the first directory, big-endian as geotiff writes it. */
function entriesOf(bytes: Buffer): Map<number, Entry> {
  if (bytes.toString('latin1', 0, 2) !== 'MM') throw new Error('the TIFF is not big-endian');
  const start = bytes.readUInt32BE(4);
  const count = bytes.readUInt16BE(start);
  return new Map(
    Array.from({ length: count }, (_, i) => {
      const at = start + 2 + i * 12;
      const isShort = bytes.readUInt16BE(at + 2) === 3;
      const entry: Entry = {
        value: () => (isShort ? bytes.readUInt16BE(at + 8) : bytes.readUInt32BE(at + 8)),
        set(value) {
          // Any number fits into a long.
          bytes.writeUInt16BE(4, at + 2);
          bytes.writeUInt32BE(value, at + 8);
        },
      };
      return [bytes.readUInt16BE(at), entry];
    }),
  );
}
