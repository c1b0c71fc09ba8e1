import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { UmbelError } from '#core/errors.ts';
import type { Json } from '../json.ts';
import { checkOwner, type Journal } from './journal.ts';

/** A journal in a file of its own; `close` gives the file back. */
export interface FileJournal extends Journal {
  close(): void;
}

/** Where a value stands in the file. */
interface Place {
  readonly offset: number;
  readonly length: number;
}

type Line = [owner: string] | ['put', frame: string, key: string, value: Json] | ['drop', frame: string];

const chunkBytes = 1 << 20;

/**
 * The journal in an append-only file of JSON lines. Values stay in the file and only their places are held in memory,
 * so 20,000 finished children cost a few megabytes. A last line that a crash cut short is thrown away.
 */
export function openFileJournal(path: string): FileJournal {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, 'a+');
  const frames = new Map<string, Map<string, Place>>();
  let owner: string | undefined;
  let end = scanLines(file, (text, offset) => {
    const line = parseLine(text, path);
    if (line.length === 1) [owner] = line;
    else index(frames, line, { offset, length: Buffer.byteLength(text) });
  });
  // What a crash left of a last line must not run into the next one.
  if (fstatSync(file).size > end) ftruncateSync(file, end);
  const append = (line: Line): Place => {
    const length = writeLine(file, line);
    const place = { offset: end, length: length - 1 };
    end += length;
    return place;
  };
  return {
    begin: (fingerprint) => {
      checkOwner(owner, fingerprint);
      if (owner === undefined) append([fingerprint]);
      owner = fingerprint;
    },
    get: (frame, key) => {
      const place = frames.get(frame)?.get(key);
      return place === undefined ? undefined : readValue(file, place, path);
    },
    put: (frame, key, value) => {
      const line: Line = ['put', frame, key, value];
      index(frames, line, append(line));
    },
    drop: (frame) => {
      if (!frames.has(frame)) return;
      const line: Line = ['drop', frame];
      index(frames, line, append(line));
    },
    close: () => closeSync(file),
  };
}

/** Bytes written. */
function writeLine(file: number, line: Line): number {
  const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
  return bytes.length;
}

function parseLine(text: string, path: string): Line {
  try {
    const line: Line = JSON.parse(text);
    return line;
  } catch (cause) {
    throw new UmbelError({
      code: 'asl.journal-damaged',
      kind: 'conflict',
      message: `The journal '${path}' holds a line that is not whole: ${text.slice(0, 80)}`,
      hint: 'Remove the journal: the run then starts again.',
      cause,
    });
  }
}

function index(frames: Map<string, Map<string, Place>>, line: Line, place: Place): void {
  const [kind, frame = ''] = line;
  if (kind === 'drop') {
    frames.delete(frame);
    return;
  }
  const entries = frames.get(frame) ?? new Map<string, Place>();
  frames.set(frame, entries.set(line[2] ?? '', place));
}

function readValue(file: number, place: Place, path: string): Json {
  const bytes = Buffer.alloc(place.length);
  for (let done = 0; done < place.length;) {
    done += readSync(file, bytes, done, place.length - done, place.offset + done);
  }
  const line = parseLine(bytes.toString('utf8'), path);
  return line[0] === 'put' ? (line[3] ?? null) : null;
}

/** Calls `take` for each whole line; returns the offset behind the last of them. */
function scanLines(file: number, take: (text: string, offset: number) => void): number {
  let rest = Buffer.alloc(0);
  let offset = 0;
  for (let position = 0; ;) {
    const chunk = Buffer.alloc(chunkBytes);
    const count = readSync(file, chunk, 0, chunkBytes, position);
    if (count === 0) return offset;
    position += count;
    rest = Buffer.concat([rest, chunk.subarray(0, count)]);
    for (let newline = rest.indexOf(10); newline >= 0; newline = rest.indexOf(10)) {
      take(rest.toString('utf8', 0, newline), offset);
      offset += newline + 1;
      rest = rest.subarray(newline + 1);
    }
  }
}
