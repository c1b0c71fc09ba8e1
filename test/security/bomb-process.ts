/**
 * Reads one hostile file in a process of its own and tells what became of it, how long it took and the most memory that
 * the process ever held. Arguments: what reads it, the file.
 */
import { readFileSync } from 'node:fs';
import { UmbelError } from '#core/errors.ts';

/** What reads a file, in the product's own words; resolves with what it says of it. */
const readers: Readonly<Record<string, (file: string) => Promise<string>>> = {
  async photo(file) {
    const [{ reasonAgainst }, { decodePhoto, readHeader, UnreadablePhoto }, { readMetadata }] =
      await Promise.all([
        import('#core/photo/sniff.ts'),
        import('#lambdas/photo-decoding.ts'),
        import('#core/photo/metadata.ts'),
      ]);
    const bytes = readFileSync(file);
    const reason = reasonAgainst(bytes);
    if (reason !== undefined) return reason.code;
    try {
      await readHeader(bytes);
      const { flags } = readMetadata(bytes);
      await decodePhoto(bytes, { decodes: 0 }, (photo) => photo.resize(448, 448, { fit: 'fill' }));
      return `scored ${flags.join(' ')}`;
    } catch (error) {
      if (error instanceof UnreadablePhoto) return error.reason.code;
      throw error;
    }
  },
  async terrain(file) {
    const { readTerrain } = await import('#platform/terrain/read-terrain.ts');
    return `read, highest ${(await readTerrain(readFileSync(file), 'dem.tif')).highestM}`;
  },
  async manifest(file) {
    const { parseManifest } = await import('#core/flight/manifest.ts');
    return parseManifest(readFileSync(file, 'utf8')).flightId;
  },
  async onnx(file) {
    const { readOnnxSource } = await import('#cli/models-import/onnx-source.ts');
    return (await readOnnxSource(file)).network.producer;
  },
  async samples(file) {
    const { readSamples } = await import('#cli/models-import/read-samples.ts');
    return `read ${(await readSamples(file, 64)).count}`;
  },
};

/** What the parent hears. */
export interface BombReport {
  readonly said: string;
  readonly tookMs: number;
  readonly maxRssMb: number;
}

const [kind = '', file = ''] = process.argv.slice(2);
const startedMs = performance.now();
const said = await readers[kind]!(file).catch((error: unknown) => {
  if (error instanceof UmbelError) return `${error.code}: ${error.message}`;
  return `an error of no kind: ${String(error)}`;
});
const report: BombReport = {
  said,
  tookMs: Math.round(performance.now() - startedMs),
  maxRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
};
process.send?.(report);
