import { AslError, refusal } from '../errors.ts';
import type { AslObjects } from '../host.ts';
import { isArray, isObject, parseJson, type Json } from '../json.ts';
import type { ItemReader } from '../machine.ts';
import { readItems, type MapAttempt } from '../states/map.ts';
import { formatTimestamp } from '../timestamp.ts';
import { readCsv } from './csv.ts';

/** The items of a DISTRIBUTED Map one by one; memory stays flat for JSONL, CSV and listings. */
export async function* itemsOf(attempt: MapAttempt, reader: ItemReader | undefined): AsyncGenerator<Json> {
  if (reader === undefined) {
    yield* await readItems(attempt);
    return;
  }
  const most = (await reader.maxItems?.(attempt.scope)) ?? Infinity;
  const source = locate(await reader.arguments(attempt.scope), reader);
  const { objects } = attempt.visit.frame.execution.run.host;
  let count = 0;
  for await (const item of read(objects, source, { reader, attempt })) {
    if (count >= most) return;
    yield item;
    count += 1;
  }
}

interface Source {
  readonly bucket: string;
  /** The key, or the prefix of a listing. */
  readonly key: string;
}

function locate(args: Json, reader: ItemReader): Source {
  const { Bucket: bucket, Key: key, Prefix: prefix } = isObject(args) ? args : {};
  const place = reader.kind === 'list' ? (prefix ?? '') : key;
  if (typeof bucket === 'string' && typeof place === 'string') return { bucket, key: place };
  throw refusal(`ItemReader cannot find its items with ${JSON.stringify(args)}`);
}

async function* read(
  objects: AslObjects,
  source: Source,
  { reader, attempt }: { reader: ItemReader; attempt: MapAttempt },
): AsyncGenerator<Json> {
  if (reader.kind === 'list') {
    yield* list(objects, source);
    return;
  }
  const text = decode(readable(objects, source));
  if (reader.kind === 'CSV' && reader.csv !== undefined) yield* readCsv(text, reader.csv);
  else if (reader.kind === 'JSONL') yield* readLines(text);
  else yield* await readArray(text, attempt);
}

async function* list(objects: AslObjects, source: Source): AsyncGenerator<Json> {
  for await (const object of objects.list(source.bucket, source.key)) {
    yield {
      Etag: object.etag ?? '',
      Key: object.key,
      LastModified: formatTimestamp(object.lastModifiedMs ?? 0),
      Size: object.sizeBytes,
      StorageClass: 'STANDARD',
    };
  }
}

/** The bytes of the object; whatever goes wrong with it is a failure of the ItemReader. */
async function* readable(objects: AslObjects, source: Source): AsyncGenerator<Uint8Array> {
  try {
    yield* objects.read(source.bucket, source.key);
  } catch (error) {
    throw new AslError('States.ItemReaderFailed', `${source.bucket}/${source.key} cannot be read.`, {
      cause: error,
    });
  }
}

async function* decode(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

async function* readLines(chunks: AsyncIterable<string>): AsyncGenerator<Json> {
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield parse(line);
  }
  if (rest.trim() !== '') yield parse(rest);
}

async function readArray(chunks: AsyncIterable<string>, attempt: MapAttempt): Promise<readonly Json[]> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  const items = parse(text);
  await checkPath(attempt, items);
  if (isArray(items)) return items;
  throw new AslError('States.ItemReaderFailed', 'Attempting to map over non-iterable node.');
}

/**
 * Beside an ItemReader, ItemsPath selects nothing (recorded on AWS, for a path into the input and for one into the
 * object); what AWS says to a path that leads nowhere in both was not.
 */
async function checkPath({ state, scope }: MapAttempt, items: Json): Promise<void> {
  if (state.items === undefined) return;
  for (const data of [scope.data, items]) {
    try {
      await state.items({ ...scope, data });
      return;
    } catch (error) {
      if (!(error instanceof AslError)) throw error;
    }
  }
  throw refusal('ItemsPath leads nowhere, beside an ItemReader');
}

function parse(text: string): Json {
  try {
    return parseJson(text);
  } catch (error) {
    throw new AslError('States.ItemReaderFailed', 'The object is not valid JSON.', { cause: error });
  }
}
