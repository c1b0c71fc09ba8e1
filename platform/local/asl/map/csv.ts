import { AslError, refusal } from '../errors.ts';
import type { Json } from '../json.ts';
import type { CsvOptions } from '../machine.ts';

/**
 * One object per row, all values as text: too few values are filled up with empty ones, surplus ones are left out.
 * Source: Developer Guide, "ItemReader (Map)": how Step Functions parses CSV.
 */
export async function* readCsv(chunks: AsyncIterable<string>, options: CsvOptions): AsyncGenerator<Json> {
  let headers = options.headers === undefined ? undefined : checkHeaders(options.headers);
  for await (const row of readRows(chunks, options.delimiter)) {
    if (headers === undefined) headers = checkHeaders(row);
    else yield toObject(headers, row);
  }
}

function toObject(headers: readonly string[], row: readonly string[]): Json {
  return Object.fromEntries(headers.map((header, index) => [header, row[index] ?? '']));
}

function checkHeaders(headers: readonly string[]): readonly string[] {
  if (new Set(headers).size === headers.length) return headers;
  throw new AslError('States.ItemReaderFailed', 'CSV headers cannot contain duplicates.');
}

/** Rows of values. A value in double quotes may hold delimiters, line ends, and quotes written twice. */
async function* readRows(chunks: AsyncIterable<string>, delimiter: string): AsyncGenerator<string[]> {
  const reader = new RowReader(delimiter);
  for await (const chunk of chunks) yield* reader.take(chunk);
  yield* reader.end();
}

class RowReader {
  readonly delimiter: string;
  row: string[] = [];
  value = '';
  quoted = false;
  /** The last character was a quote inside quotes: the next one says whether it ended the value or stands for itself. */
  pendingQuote = false;

  constructor(delimiter: string) {
    this.delimiter = delimiter;
  }

  *take(chunk: string): Generator<string[]> {
    for (const character of chunk) {
      if (character === '\\') throw refusal('a backslash in a CSV object');
      const row = this.quoted ? this.takeQuoted(character) : this.takePlain(character);
      if (row !== undefined) yield row;
    }
  }

  *end(): Generator<string[]> {
    const isEmpty = this.row.length === 0 && this.value === '' && !this.quoted;
    if (!isEmpty) yield this.endRow();
  }

  private takeQuoted(character: string): string[] | undefined {
    if (this.pendingQuote) {
      this.pendingQuote = false;
      if (character !== '"') {
        this.quoted = false;
        return this.takePlain(character);
      }
      this.value += '"';
    } else if (character === '"') this.pendingQuote = true;
    else this.value += character;
    return undefined;
  }

  private takePlain(character: string): string[] | undefined {
    if (character === '\n') return this.endRow();
    if (character === '"' && this.value === '') this.quoted = true;
    else if (character === this.delimiter) {
      this.row.push(this.value);
      this.value = '';
    } else this.value += character;
    return undefined;
  }

  private endRow(): string[] {
    const row = [...this.row, this.value.replace(/\r$/, '')];
    this.row = [];
    this.value = '';
    this.quoted = false;
    this.pendingQuote = false;
    // Whether AWS passes over an empty line was never recorded.
    if (row.length === 1 && row[0]?.trim() === '') throw refusal('an empty line in a CSV object');
    return row;
  }
}
