import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { openHome } from '#platform/local/home.ts';

const lineSchema = z.discriminatedUnion('kind', [
  /** The bytes of a file were read: this is their hash. */
  z.strictObject({
    kind: z.literal('hashed'),
    name: z.string(),
    sizeBytes: z.number(),
    changedMs: z.number(),
    sha256: z.string(),
  }),
  /** An upload in parts was begun. */
  z.strictObject({ kind: z.literal('begun'), name: z.string(), uploadId: z.string(), sha256: z.string() }),
  /** A part is there. */
  z.strictObject({
    kind: z.literal('part'),
    uploadId: z.string(),
    number: z.number(),
    etag: z.string(),
    checksum: z.string(),
  }),
  /** The whole file is there. */
  z.strictObject({ kind: z.literal('stored'), name: z.string(), sha256: z.string() }),
]);
type Line = z.infer<typeof lineSchema>;

export interface UploadedPart {
  readonly number: number;
  readonly etag: string;
  /** SHA-256, base64. */
  readonly checksum: string;
}

/** What a former try of the same upload left behind; every step is written down before the next one begins. */
export interface UploadState {
  readonly file: string;
  /** The hash of a file that has not changed since. */
  hashOf(file: { name: string; sizeBytes: number; changedMs: number }): string | undefined;
  hashed(file: { name: string; sizeBytes: number; changedMs: number }, sha256: string): void;
  isStored(name: string, sha256: string): boolean;
  stored(name: string, sha256: string): void;
  /** The upload in parts that was begun with this content. */
  begunUpload(name: string, sha256: string): string | undefined;
  begun(name: string, sha256: string, uploadId: string): void;
  partsOf(uploadId: string): readonly UploadedPart[];
  part(uploadId: string, part: UploadedPart): void;
  /** The manifest is there: the state has done its service. */
  finish(): void;
}

/** The state of one flight's upload to one bucket, kept as JSON lines in $UMBEL_HOME/uploads. */
export function openUploadState(bucket: string, flightId: string): UploadState {
  const folder = path.join(openHome().dir, 'uploads');
  mkdirSync(folder, { recursive: true });
  // Neither names of buckets nor ids of flights have a `_`: no two uploads share a file.
  const file = path.join(folder, `${bucket}_${flightId}.jsonl`);
  const known = replay(readLines(file));
  const write = (line: Line) => {
    apply(known, line);
    appendFileSync(file, `${JSON.stringify(line)}\n`);
  };
  return {
    file,
    hashOf({ name, sizeBytes, changedMs }) {
      const found = known.hashes.get(name);
      return found?.sizeBytes === sizeBytes && found.changedMs === changedMs ? found.sha256 : undefined;
    },
    hashed: ({ name, sizeBytes, changedMs }, sha256) =>
      write({ kind: 'hashed', name, sizeBytes, changedMs, sha256 }),
    isStored: (name, sha256) => known.stored.get(name) === sha256,
    stored: (name, sha256) => write({ kind: 'stored', name, sha256 }),
    begunUpload: (name, sha256) => known.begun.get(`${name}\0${sha256}`),
    begun: (name, sha256, uploadId) => write({ kind: 'begun', name, uploadId, sha256 }),
    partsOf: (uploadId) => [...(known.parts.get(uploadId)?.values() ?? [])],
    part: (uploadId, part) => write({ kind: 'part', uploadId, ...part }),
    finish: () => rmSync(file, { force: true }),
  };
}

interface Known {
  readonly hashes: Map<string, { sizeBytes: number; changedMs: number; sha256: string }>;
  readonly stored: Map<string, string>;
  readonly begun: Map<string, string>;
  readonly parts: Map<string, Map<number, UploadedPart>>;
}

function replay(lines: readonly Line[]): Known {
  const known: Known = { hashes: new Map(), stored: new Map(), begun: new Map(), parts: new Map() };
  for (const line of lines) apply(known, line);
  return known;
}

function apply(known: Known, line: Line): void {
  if (line.kind === 'hashed') known.hashes.set(line.name, line);
  else if (line.kind === 'stored') known.stored.set(line.name, line.sha256);
  else if (line.kind === 'begun') known.begun.set(`${line.name}\0${line.sha256}`, line.uploadId);
  else {
    const parts = known.parts.get(line.uploadId) ?? new Map<number, UploadedPart>();
    const { number, etag, checksum } = line;
    known.parts.set(line.uploadId, parts.set(number, { number, etag, checksum }));
  }
}

/** The lines that are whole: the last one of a process that was killed may be cut off. */
function readLines(file: string): Line[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    const parsed = lineSchema.safeParse(tryJson(line));
    return parsed.success ? [parsed.data] : [];
  });
}

function tryJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
