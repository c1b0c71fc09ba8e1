import { AslError, refusal } from '../errors.ts';
import { isObject } from '../json.ts';
import type { CsvOptions, ItemReader } from '../machine.ts';
import type { Evaluator } from '../scope.ts';
import { compileTemplate } from '../template.ts';
import { compileNumber } from './numbers.ts';
import { childNode, needed, onlyFields, textField, textsField, wordField, type Node } from './node.ts';

const resourcePattern = /^arn:aws[a-z-]*:states:::s3:(getObject|listObjectsV2)$/;

const delimiters = { COMMA: ',', PIPE: '|', SEMICOLON: ';', SPACE: ' ', TAB: '\t' } as const;

/** AWS reads no more items than this, whatever MaxItems says. */
const mostItems = 100_000_000;

/** The ItemReader of a DISTRIBUTED Map: a JSON, JSONL or CSV object, or a listing of objects. */
export function compileItemReader(node: Node): ItemReader {
  onlyFields(node, ['Resource', 'Parameters', 'Arguments', 'ReaderConfig']);
  const resource = textField(node, 'Resource') ?? '';
  const action = resourcePattern.exec(resource)?.[1];
  if (action === undefined) throw refusal(`ItemReader cannot read with '${resource}'`, `${node.at}/Resource`);
  const config = childNode(node, 'ReaderConfig');
  const maxItems = config === undefined ? undefined : compileMaxItems(config);
  if (action === 'listObjectsV2') {
    if (config !== undefined) onlyFields(config, ['MaxItems', 'MaxItemsPath']);
    return {
      kind: 'list',
      arguments: compileS3Arguments(node, ['Bucket', 'Prefix']),
      maxItems,
      csv: undefined,
    };
  }
  if (config === undefined) throw needed(node, 'ReaderConfig');
  const kind = wordField(config, 'InputType', ['JSON', 'JSONL', 'CSV']);
  if (kind === undefined) throw needed(config, 'InputType');
  const csvFields = kind === 'CSV' ? ['CSVHeaderLocation', 'CSVHeaders', 'CSVDelimiter'] : [];
  onlyFields(config, ['InputType', 'MaxItems', 'MaxItemsPath'], csvFields);
  return {
    kind,
    arguments: compileS3Arguments(node, ['Bucket', 'Key']),
    maxItems,
    csv: kind === 'CSV' ? compileCsv(config) : undefined,
  };
}

/** The arguments of an S3 call: only the named fields, so that nothing is silently ignored. */
export function compileS3Arguments(node: Node, allowed: readonly string[]): Evaluator {
  const name = node.value['Arguments'] === undefined ? 'Parameters' : 'Arguments';
  const template = node.value[name];
  const at = `${node.at}/${name}`;
  if (template === undefined) throw needed(node, name);
  for (const field of isObject(template) ? Object.keys(template) : []) {
    if (!allowed.includes(field.replace(/\.\$$/, '')))
      throw refusal(`the field '${field}' is not known here`, at);
  }
  return compileTemplate(template, node.language, at);
}

function compileMaxItems(config: Node): ItemReader['maxItems'] {
  const read = compileNumber(config, 'MaxItems', {
    min: 0,
    max: Infinity,
    integer: true,
    texts: true,
    outside: () => new AslError('States.ItemReaderFailed', 'field MaxItems must be positive'),
  });
  // 0 stands for "all" (recorded on AWS).
  return read && (async (scope) => Math.min((await read(scope)) || mostItems, mostItems));
}

function compileCsv(config: Node): CsvOptions {
  const location = wordField(config, 'CSVHeaderLocation', ['FIRST_ROW', 'GIVEN']);
  if (location === undefined) throw needed(config, 'CSVHeaderLocation');
  if (location === 'FIRST_ROW' && config.value['CSVHeaders'] !== undefined) {
    throw refusal("'CSVHeaders' belongs to GIVEN", config.at);
  }
  const delimiter =
    wordField(config, 'CSVDelimiter', ['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB']) ?? 'COMMA';
  return {
    delimiter: delimiters[delimiter],
    headers: location === 'GIVEN' ? textsField(config, 'CSVHeaders') : undefined,
  };
}
