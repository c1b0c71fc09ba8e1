import { type AslError, refusal, rejection, runtimeFailure, queryFailure } from '../errors.ts';
import type { Distributed, ItemBatcher, Machine, MapState, ResultWriter } from '../machine.ts';
import type { Evaluator } from '../scope.ts';
import { compileReference, compileTemplate } from '../template.ts';
import { compileNumber } from './numbers.ts';
import { compileItemReader, compileS3Arguments } from './item-reader.ts';
import {
  childNode,
  missing,
  needed,
  onlyFields,
  textField,
  wordField,
  type ExecutionType,
  type Node,
} from './node.ts';

/** Fields of a Map that only mean something in DISTRIBUTED mode. */
const distributedFields = ['ItemReader', 'ItemBatcher', 'ResultWriter', 'Label'];

export interface Processing {
  readonly node: Node;
  readonly distributed: boolean;
  readonly type: ExecutionType;
}

/** The ItemProcessor (or the older Iterator) of a Map, and how it runs. */
export function findProcessing(node: Node): Processing {
  const name = node.value['Iterator'] === undefined ? 'ItemProcessor' : 'Iterator';
  const processor = childNode(node, name);
  if (processor === undefined) throw missing(node, name);
  if (name === 'Iterator' && node.value['ItemProcessor'] !== undefined) {
    throw refusal("'Iterator' and 'ItemProcessor' exclude each other", node.at);
  }
  const config = childNode(processor, 'ProcessorConfig');
  if (config === undefined) return { node: processor, distributed: false, type: node.surroundings.type };
  onlyFields(config, ['Mode', 'ExecutionType']);
  const mode = wordField(config, 'Mode', ['INLINE', 'DISTRIBUTED']) ?? 'INLINE';
  const type = wordField(config, 'ExecutionType', ['STANDARD', 'EXPRESS']);
  if (mode === 'INLINE' && type !== undefined)
    throw refusal('ExecutionType belongs to DISTRIBUTED', config.at);
  if (mode === 'DISTRIBUTED' && type === undefined) throw needed(config, 'ExecutionType');
  if (mode === 'DISTRIBUTED' && node.surroundings.type === 'EXPRESS') {
    throw refusal('a DISTRIBUTED Map needs a STANDARD state machine', config.at);
  }
  return { node: processor, distributed: mode === 'DISTRIBUTED', type: type ?? node.surroundings.type };
}

/** What is particular to a Map state. */
export function compileMap(
  node: Node,
  processing: Processing,
  processor: Machine,
): Omit<MapState, 'name' | 'language' | 'flow' | 'next' | 'retry' | 'catch' | 'type'> {
  checkMode(node, processing);
  const selector = node.value['ItemSelector'] ?? node.value['Parameters'];
  if (node.value['ItemSelector'] !== undefined && node.value['Parameters'] !== undefined) {
    throw refusal("'ItemSelector' and 'Parameters' exclude each other", node.at);
  }
  const failure = node.language === 'JSONata' ? queryFailure : runtimeFailure;
  return {
    processor,
    items: compileItems(node),
    itemSelector:
      selector === undefined
        ? undefined
        : compileTemplate(selector, node.language, `${node.at}/ItemSelector`),
    maxConcurrency: compileNumber(node, 'MaxConcurrency', {
      min: 0,
      integer: true,
      texts: true,
      outside: (value) =>
        failure(`Expected non-negative integer for MaxConcurrency, but got '${value}' instead`),
    }),
    ...compileTolerance(node, failure),
    distributed: processing.distributed ? compileDistributed(node) : undefined,
  };
}

function checkMode(node: Node, processing: Processing): void {
  const wrong = distributedFields.find((name) => node.value[name] !== undefined);
  if (!processing.distributed && wrong !== undefined) {
    throw refusal(`'${wrong}' belongs to DISTRIBUTED mode`, `${node.at}/${wrong}`);
  }
}

function compileItems(node: Node): Evaluator | undefined {
  const path = textField(node, 'ItemsPath');
  if (path !== undefined) return compileReference(path, `${node.at}/ItemsPath`, false);
  const items = node.value['Items'];
  if (items === undefined) return undefined;
  if (typeof items !== 'string' && !Array.isArray(items)) {
    throw refusal('Items must be an array or an expression', `${node.at}/Items`);
  }
  return compileTemplate(items, 'JSONata', `${node.at}/Items`);
}

function compileDistributed(node: Node): Distributed {
  const label = textField(node, 'Label') ?? '';
  if (label.length > 40) throw rejection('Label cannot exceed 40 characters', `${node.at}/Label`);
  const reader = childNode(node, 'ItemReader');
  if (reader !== undefined && node.value['Items'] !== undefined) {
    throw refusal("'Items' and 'ItemReader' exclude each other", node.at);
  }
  const itemReader = reader === undefined ? undefined : compileItemReader(reader);
  if (itemReader !== undefined && itemReader.kind !== 'JSON' && node.value['ItemsPath'] !== undefined) {
    throw refusal("'ItemsPath' beside an ItemReader is only known for JSON", `${node.at}/ItemsPath`);
  }
  const batcher = childNode(node, 'ItemBatcher');
  const writer = childNode(node, 'ResultWriter');
  return {
    label,
    reader: itemReader,
    batcher: batcher === undefined ? undefined : compileBatcher(batcher),
    writer: writer === undefined ? undefined : compileWriter(writer),
  };
}

function compileTolerance(
  node: Node,
  failure: (cause: string) => AslError,
): Pick<MapState, 'toleratedCount' | 'toleratedPercentage'> {
  return {
    toleratedCount: compileNumber(node, 'ToleratedFailureCount', {
      min: 0,
      integer: true,
      texts: true,
      outside: () => failure('ToleratedFailureCount cannot be negative.'),
    }),
    toleratedPercentage: compileNumber(node, 'ToleratedFailurePercentage', {
      min: 0,
      max: 100,
      texts: true,
      outside: () => failure('ToleratedFailurePercentage must be between 0 and 100.'),
    }),
  };
}

function compileBatcher(node: Node): ItemBatcher {
  const paths = node.language === 'JSONPath' ? ['MaxItemsPerBatchPath', 'MaxInputBytesPerBatchPath'] : [];
  onlyFields(node, ['MaxItemsPerBatch', 'MaxInputBytesPerBatch', 'BatchInput'], paths);
  const maxItems = compileNumber(node, 'MaxItemsPerBatch', { min: 1, integer: true, texts: true });
  const maxBytes = compileNumber(node, 'MaxInputBytesPerBatch', {
    min: 1,
    max: 262_144,
    integer: true,
    texts: true,
  });
  if (maxItems === undefined && maxBytes === undefined) throw refusal('a largest batch is needed', node.at);
  const input = node.value['BatchInput'];
  return {
    maxItems,
    maxBytes,
    batchInput:
      input === undefined ? undefined : compileTemplate(input, node.language, `${node.at}/BatchInput`),
  };
}

/** CDK may render `Parameters` in a JSONata state as well: both names are taken in both languages. */
function compileWriter(node: Node): ResultWriter {
  onlyFields(node, ['Resource', 'Parameters', 'Arguments', 'WriterConfig']);
  const config = childNode(node, 'WriterConfig');
  if (config !== undefined) onlyFields(config, ['Transformation', 'OutputType']);
  const resource = textField(node, 'Resource') ?? '';
  if (!/^arn:aws[a-z-]*:states:::s3:putObject$/.test(resource)) {
    throw refusal(`ResultWriter cannot write with '${resource}'`, `${node.at}/Resource`);
  }
  return {
    arguments: compileS3Arguments(node, ['Bucket', 'Prefix']),
    transformation:
      (config === undefined
        ? undefined
        : wordField(config, 'Transformation', ['NONE', 'COMPACT', 'FLATTEN'])) ?? 'NONE',
    outputType:
      (config === undefined ? undefined : wordField(config, 'OutputType', ['JSON', 'JSONL'])) ?? 'JSON',
  };
}
