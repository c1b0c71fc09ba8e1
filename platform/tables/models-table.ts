import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { RegistryHead } from '#core/registry/head.ts';
import type { ModelRecord } from '#core/registry/model-record.ts';
import { canonicalJson } from '#core/canonical-json.ts';
import { type Item, queryAll } from './document-client.ts';

/** Registered models and which of them is in production: partition registry (always `models`), sort `head` or `model#<id>`. */
export interface ModelsTable {
  /** Which model is in production; undefined before the first change of the registry. */
  getHead(): Promise<RegistryHead | undefined>;
  /** Writes the head after the one of version `head.version - 1`; false when that is no longer the one that is there. */
  putHead(head: RegistryHead): Promise<boolean>;
  /** Adds the record of a model; one that is there is left as it is. */
  addModel(record: ModelRecord): Promise<void>;
  getModel(modelId: string): Promise<ModelRecord | undefined>;
  /** Every record in the order of ids. */
  listModels(): AsyncIterable<ModelRecord>;
}

const registry = 'models';
const headKey = { registry, sk: 'head' };
const modelKeyOf = (modelId: string) => ({ registry, sk: `model#${modelId}` });

export function modelsTable(client: DynamoDBDocumentClient, table: string): ModelsTable {
  const get = async (Key: Record<string, string>) =>
    (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  return {
    getHead: async () => (await get(headKey)) as RegistryHead | undefined,
    async putHead(head) {
      const isWritten = await putIf(client, {
        TableName: table,
        Item: { ...head, ...headKey },
        ...(head.version === 1
          ? { ConditionExpression: 'attribute_not_exists(sk)' }
          : {
              ConditionExpression: '#version = :former',
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':former': head.version - 1 },
            }),
      });
      // Where the answer to a write is lost, the SDK writes again, and meets what it wrote itself.
      return isWritten || canonicalJson(withoutKey(await get(headKey))) === canonicalJson(head);
    },
    async addModel(record) {
      await putIf(client, {
        TableName: table,
        Item: { ...record, ...modelKeyOf(record.modelId) },
        ConditionExpression: 'attribute_not_exists(sk)',
      });
    },
    getModel: async (modelId) => (await get(modelKeyOf(modelId))) as ModelRecord | undefined,
    listModels: () =>
      queryAll<ModelRecord>(client, {
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: 'registry = :registry and begins_with(sk, :model)',
        ExpressionAttributeValues: { ':registry': registry, ':model': 'model#' },
      }),
  };
}

function withoutKey({ registry: _registry, sk: _sk, ...head }: Item = {}): Item {
  return head;
}

/** Whether the condition held and the item was written. */
export async function putIf(
  client: DynamoDBDocumentClient,
  input: ConstructorParameters<typeof PutCommand>[0],
): Promise<boolean> {
  try {
    await client.send(new PutCommand(input));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
