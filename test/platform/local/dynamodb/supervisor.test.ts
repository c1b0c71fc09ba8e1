import { GetItemCommand, PutItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { type LocalDynamoDb, startDynamoDb } from '#platform/local/dynamodb/supervisor.ts';
import { createMissingTables } from '#platform/local/dynamodb/tables.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const tables = [
  {
    name: 'umbel-things',
    keySchema: [{ AttributeName: 'id', KeyType: 'HASH' as const }],
    attributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' as const }],
  },
];

describe('the embedded DynamoDB', () => {
  const folder = temporaryFolder();
  let database: LocalDynamoDb;
  let client: DynamoDBClient;
  beforeAll(async () => {
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'])
      vi.stubEnv(name, 'local');
    database = await startDynamoDb(folder);
    client = new DynamoDBClient({ endpoint: database.endpoint, maxAttempts: 10 });
    await createMissingTables(database.endpoint, tables);
  });
  afterAll(async () => {
    await database.close();
    vi.unstubAllEnvs();
  });

  const put = (id: string) =>
    client.send(new PutItemCommand({ TableName: 'umbel-things', Item: { id: { S: id } } }));
  const has = async (id: string) =>
    (await client.send(new GetItemCommand({ TableName: 'umbel-things', Key: { id: { S: id } } }))).Item !==
    undefined;

  it('keeps its tables when they are declared again', async () => {
    await put('a');
    await createMissingTables(database.endpoint, tables);
    expect(await has('a')).toBe(true);
  });

  it('comes back on the same port with its data each time it is killed; calls bridge the gap', async () => {
    for (const round of [1, 2]) {
      await put(`before-${round}`);
      const pid = database.pid()!;
      process.kill(pid, 'SIGKILL');
      await put(`after-${round}`);
      expect(database.pid()).not.toBe(pid);
      expect(await has(`before-${round}`)).toBe(true);
      expect(await has(`after-${round}`)).toBe(true);
    }
    expect(await has('a')).toBe(true);
  });

  it('ends when closed, is not started again, and has its data the next time', async () => {
    const pid = database.pid()!;
    await database.close();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(database.pid()).toBe(pid);
    database = await startDynamoDb(folder);
    client = new DynamoDBClient({ endpoint: database.endpoint });
    expect(await has('after-2')).toBe(true);
  });

  it('that cannot start says so, and what to do', async () => {
    vi.stubEnv('NODE_OPTIONS', '--no-such-option');
    await expect(startDynamoDb(folder)).rejects.toMatchObject({
      code: 'dynamodb.not-started',
      kind: 'try-again',
      hint: expect.stringContaining('umbel doctor'),
    });
  });
});

describe('an embedded DynamoDB whose files are damaged', () => {
  it('is named, with what to do', async () => {
    vi.stubEnv('UMBEL_HOME', temporaryFolder());
    const cloud = await openLocalCloud();
    const { database } = cloud.home;
    await cloud.close();
    for (const name of readdirSync(database)) writeFileSync(path.join(database, name), 'garbage');
    await expect(openLocalCloud()).rejects.toMatchObject({
      code: 'dynamodb.unusable',
      kind: 'configuration',
      message: expect.stringContaining(database) as string,
      hint: expect.stringContaining('Move that folder away') as string,
    });
    vi.unstubAllEnvs();
  });
});
