/**
 * Every AWS adapter against moto (https://github.com/getmoto/moto), a service that speaks AWS over the wire and was not
 * written here. Skipped unless UMBEL_MOTO_ENDPOINT names one: test/ci/moto.sh starts it.
 */
import { CreateBucketCommand, HeadObjectCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { CreateTableCommand, DynamoDBClient, UpdateContinuousBackupsCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { partBytes } from '#cli/upload/store-file.ts';
import { uploadFlight } from '#cli/upload/upload-flight.ts';
import { uploadProgress } from '#cli/upload/upload-progress.ts';
import { openS3Client } from '#platform/aws/clients.ts';
import { eventBridgeEvents } from '#platform/aws/events.ts';
import { describeExecution } from '#platform/aws/executions.ts';
import { s3ObjectStore } from '#platform/aws/object-store.ts';
import { s3ObjectUrls } from '#platform/aws/object-urls.ts';
import { bringItems } from '#platform/aws/bring-items.ts';
import { endOpenUploads } from '#platform/aws/open-uploads.ts';
import { purgePrefix } from '#platform/aws/purge.ts';
import { restoreObjects } from '#platform/aws/restore-objects.ts';
import { removeRestored, restoreTableBeside } from '#platform/aws/restore-table.ts';
import { sqsWorkQueue } from '#platform/aws/work-queue.ts';
import { stepFunctionsWorkflows } from '#platform/aws/workflows.ts';
import { loadDeployment } from '#platform/local/deployment.ts';
import { createMissingTables } from '#platform/local/dynamodb/tables.ts';
import { tableNames } from '#platform/local/environment.ts';
import { openTables } from '#platform/tables/tables.ts';
import { sampleRun } from '../../cli/aws/fake-runs.ts';
import { objectStoreContract } from '../object-store-contract.ts';

const endpoint = process.env['UMBEL_MOTO_ENDPOINT'];
const account = '123456789012';

function useMoto(): void {
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint ?? '');
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
}

async function newBucket(versioned = false): Promise<string> {
  const bucket = `umbel-${randomUUID()}`;
  const client = openS3Client();
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  if (versioned) {
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
  }
  return bucket;
}

describe.skipIf(endpoint === undefined)('AWS adapters against moto', () => {
  // Every test of the contract reads the environment anew: setup files may have emptied it.
  beforeAll(useMoto);

  objectStoreContract('moto', async () => {
    useMoto();
    const client = openS3Client();
    return {
      store: s3ObjectStore(client),
      bucket: await newBucket(),
      close: () => Promise.resolve(client.destroy()),
    };
  });

  it('S3: gives and takes objects by signed URLs', async () => {
    const bucket = await newBucket();
    const store = s3ObjectStore(openS3Client());
    const urls = s3ObjectUrls(openS3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' }));
    await store.put({ bucket, key: 'a b/ä.txt' }, 'hello', 'text/plain');
    const url = await urls.read({ bucket, key: 'a b/ä.txt' }, { forS: 60, fileName: 'ä.txt' });
    const answer = await fetch(url);
    expect(await answer.text()).toBe('hello');
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    const ref = { bucket, key: 'written.jpg' };
    const body = randomBytes(1000);
    const write = await urls.write(ref, { forS: 60, sizeBytes: body.length, contentType: 'image/jpeg' });
    const headers = { 'content-type': 'image/jpeg' };
    expect((await fetch(write, { method: 'PUT', body, headers })).status).toBe(200);
    expect(Buffer.from(await store.get(ref)).equals(body)).toBe(true);
  });

  it('S3: puts together the parts that came by signed URLs', async () => {
    const bucket = await newBucket();
    const ref = { bucket, key: 'parts.jpg' };
    const urls = s3ObjectUrls(openS3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' }));
    const bodies = [randomBytes(5 << 20), randomBytes(100)];
    const uploadId = await urls.beginParts(ref, 'image/jpeg');
    const parts = [];
    for (const [index, body] of bodies.entries()) {
      const number = index + 1;
      const url = await urls.writePart(ref, { uploadId, number, sizeBytes: body.length, forS: 60 });
      const { headers } = await fetch(url, { method: 'PUT', body });
      parts.push({ number, etag: headers.get('etag') ?? '' });
    }
    await urls.joinParts(ref, { uploadId, parts });
    const stored = await s3ObjectStore(openS3Client()).get(ref);
    expect(Buffer.from(stored).equals(Buffer.concat(bodies))).toBe(true);
  });

  it('S3: uploads a flight in whole and in parts, with checksums that the service verifies', async () => {
    const bucket = await newBucket();
    const dir = mkdtempSync(path.join(tmpdir(), 'umbel-moto-'));
    vi.stubEnv('UMBEL_HOME', path.join(dir, 'home'));
    mkdirSync(path.join(dir, 'photos'));
    const big = randomBytes(partBytes + 5);
    writeFileSync(path.join(dir, 'photos', 'big.jpg'), big);
    writeFileSync(path.join(dir, 'photos', 'small.jpg'), 'small');
    const client = openS3Client({ maxAttempts: 1 });
    const progress = uploadProgress({ write: () => true });
    const options = { dir: path.join(dir, 'photos'), flightId: 'f1', bucket, client, atOnce: 2, progress };
    expect(await uploadFlight(options)).toMatchObject({ sent: 2, manifest: 'written' });
    expect(await uploadFlight(options)).toMatchObject({ sent: 0, manifest: 'already-there' });
    const store = s3ObjectStore(client);
    const stored = await store.get({ bucket, key: 'flights/f1/big.jpg' });
    expect(Buffer.from(stored).equals(big)).toBe(true);
    const head = await client.send(
      new HeadObjectCommand({ Bucket: bucket, Key: 'flights/f1/small.jpg', ChecksumMode: 'ENABLED' }),
    );
    expect(head.ChecksumSHA256).toMatch(/=$/);
    expect(head.StorageClass).toBe('INTELLIGENT_TIERING');
    rmSync(dir, { recursive: true, force: true });
  });

  it('S3: takes an upload in parts up where it was cut off, and sends no part twice', async () => {
    const bucket = await newBucket();
    const dir = mkdtempSync(path.join(tmpdir(), 'umbel-moto-'));
    vi.stubEnv('UMBEL_HOME', path.join(dir, 'home'));
    mkdirSync(path.join(dir, 'photos'));
    const big = randomBytes(2 * partBytes + 5);
    writeFileSync(path.join(dir, 'photos', 'big.jpg'), big);
    const client = openS3Client({ maxAttempts: 1 });
    const parts: (number | undefined)[] = [];
    let cutOffAt: number | undefined = 2;
    client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          if (commandName === 'UploadPartCommand') {
            const { PartNumber } = args.input as { readonly PartNumber?: number };
            if (PartNumber === cutOffAt) throw Object.assign(new Error('gone'), { name: 'AccessDenied' });
            parts.push(PartNumber);
          }
          return next(args);
        },
      { step: 'initialize' },
    );
    const progress = uploadProgress({ write: () => true });
    const options = { dir: path.join(dir, 'photos'), flightId: 'f1', bucket, client, atOnce: 2, progress };
    await expect(uploadFlight(options)).rejects.toMatchObject({ code: 'aws.denied' });
    const store = s3ObjectStore(client);
    expect(await store.head({ bucket, key: 'flights/f1/flight.json' })).toBeUndefined();
    cutOffAt = undefined;
    expect(await uploadFlight(options)).toMatchObject({ sent: 1, manifest: 'written' });
    expect(parts).toEqual([1, 2, 3]);
    const stored = await store.get({ bucket, key: 'flights/f1/big.jpg' });
    expect(Buffer.from(stored).equals(big)).toBe(true);
    rmSync(dir, { recursive: true, force: true });
  });

  it('S3: deletes every version below a prefix, and nothing beside it', async () => {
    const bucket = await newBucket(true);
    const client = openS3Client();
    const store = s3ObjectStore(client);
    for (const text of ['one', 'two']) await store.put({ bucket, key: 'f1/a' }, text, 'text/plain');
    await store.delete({ bucket, key: 'f1/a' });
    await store.put({ bucket, key: 'f10/a' }, 'other', 'text/plain');
    const versions = (prefix: string, dryRun: boolean) => purgePrefix(client, { bucket, prefix, dryRun });
    expect(await versions('f1/', true)).toBe(3);
    expect(await versions('f1/', false)).toBe(3);
    expect(await versions('f1/', true)).toBe(0);
    expect(await versions('f10/', true)).toBe(1);
  });

  it('S3: ends uploads in parts below a prefix, and none beside it', async () => {
    const bucket = await newBucket();
    const client = openS3Client();
    const urls = s3ObjectUrls(client);
    for (const key of ['f1/a', 'f1/b', 'f10/a']) await urls.beginParts({ bucket, key }, 'image/jpeg');
    const end = (prefix: string, dryRun: boolean) => endOpenUploads(client, { bucket, prefix, dryRun });
    expect(await end('f1/', true)).toBe(2);
    expect(await end('f1/', false)).toBe(2);
    expect(await end('f1/', true)).toBe(0);
    expect(await end('f10/', true)).toBe(1);
  });

  it('DynamoDB: keeps flights, runs, photos and scores in the tables of the deployment', async () => {
    const { tables } = loadDeployment();
    for (const [name, value] of Object.entries(tableNames({ tables }))) vi.stubEnv(name, value);
    await createMissingTables(endpoint ?? '', tables);
    const open = openTables();
    await open.flights.putRun(sampleRun());
    expect(await open.flights.getRun('f1', sampleRun().runId)).toMatchObject(sampleRun());
    const confidences = new Uint8Array([1, 2, 255, 0]);
    for (let i = 0; i < 130; i++)
      await open.scores.put({ runId: 'r', photoId: `p${i}`, confidences, modelId: 'm', engine: 'onnx' });
    const ids = Array.from({ length: 130 }, (_, i) => `p${i}`);
    const many = await open.scores.getMany('r', [...ids, 'missing']);
    expect(many.size).toBe(130);
    expect([...(many.get('p7')?.confidences ?? [])]).toEqual([1, 2, 255, 0]);
    let listed = 0;
    for await (const _ of open.scores.list('r')) listed++;
    expect(listed).toBe(130);
  });

  it('SQS: hides a message, gives it back, and lets go of a deleted one', async () => {
    const client = new SQSClient({});
    const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: randomUUID() }));
    const queue = sqsWorkQueue(client, () => QueueUrl);
    expect(await queue.receive({ waitS: 0, visibilityS: 30 })).toBeUndefined();
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"kind":"x"}' }));
    const first = await queue.receive({ waitS: 1, visibilityS: 30 });
    expect(first).toMatchObject({ body: '{"kind":"x"}', receiveCount: 1 });
    expect(await queue.receive({ waitS: 0, visibilityS: 30 })).toBeUndefined();
    await queue.extend(first!, 0);
    const second = await queue.receive({ waitS: 1, visibilityS: 30 });
    expect(second).toMatchObject({ messageId: first?.messageId, receiveCount: 2 });
    await queue.delete(second!);
    expect(await queue.receive({ waitS: 0, visibilityS: 0 })).toBeUndefined();
  });

  it('Step Functions: starts an execution of a name once, and says how it is', async () => {
    const client = new SFNClient({});
    const definition = JSON.stringify({ StartAt: 'Done', States: { Done: { Type: 'Succeed' } } });
    const { stateMachineArn = '' } = await client.send(
      new CreateStateMachineCommand({
        name: randomUUID(),
        definition,
        roleArn: `arn:aws:iam::${account}:role/workflow`,
      }),
    );
    const workflows = stepFunctionsWorkflows(client);
    const request = { workflowArn: stateMachineArn, name: 'f1-0123', input: { flightId: 'f1' } };
    expect(await workflows.start(request)).toBe('started');
    const other = { ...request, input: { flightId: 'f2' } };
    expect(await workflows.start(other)).toBe('already-exists');
    expect(await describeExecution(client, stateMachineArn, 'f1-0123')).toMatchObject({ redrivable: false });
    expect(await describeExecution(client, stateMachineArn, 'none')).toBeUndefined();
  });

  it('EventBridge: publishes on its bus', async () => {
    const client = new EventBridgeClient({});
    const Name = `bus-${randomUUID()}`;
    await client.send(new CreateEventBusCommand({ Name }));
    const events = eventBridgeEvents(client, () => Name);
    await events.publish({ source: 'umbel', detailType: 'Flight Done', detail: { flightId: 'f1' } });
    expect(client.config.serviceId).toBe('EventBridge');
  });

  it('S3: sets objects back to a moment, and takes nothing away', async () => {
    const bucket = await newBucket(true);
    const client = openS3Client();
    const store = s3ObjectStore(client);
    const put = (key: string, text: string) => store.put({ bucket, key }, text, 'text/plain');
    await put('flights/m/kept.jpg', 'kept');
    await put('flights/m/lost.jpg', 'lost');
    await put('flights/m/a name+.jpg', 'former');
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const at = new Date();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await store.delete({ bucket, key: 'flights/m/lost.jpg' });
    await put('flights/m/a name+.jpg', 'overwritten');
    await put('flights/m/new.jpg', 'new');
    const options = { bucket, prefix: 'flights/m/', at };
    const wanted = { back: ['flights/m/a name+.jpg', 'flights/m/lost.jpg'], same: 1, since: 1 };
    expect(await restoreObjects(client, { ...options, dryRun: true })).toEqual(wanted);
    expect(await store.head({ bucket, key: 'flights/m/lost.jpg' })).toBeUndefined();
    expect(await restoreObjects(client, { ...options, dryRun: false })).toEqual(wanted);
    const read = async (key: string) => new TextDecoder().decode(await store.get({ bucket, key }));
    expect(
      await Promise.all(['kept', 'lost', 'a name+', 'new'].map((name) => read(`flights/m/${name}.jpg`))),
    ).toEqual(['kept', 'lost', 'former', 'new']);
  });

  it('DynamoDB: the drill, from a lost label to a table that has it again', async () => {
    const client = new DynamoDBClient({});
    const table = `umbel-drill-${randomUUID()}`;
    await client.send(
      new CreateTableCommand({
        TableName: table,
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    await client.send(
      new UpdateContinuousBackupsCommand({
        TableName: table,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
    const documents = DynamoDBDocumentClient.from(client);
    for (const id of ['a', 'b', 'c'])
      await documents.send(new PutCommand({ TableName: table, Item: { id, answer: 'hogweed' } }));
    const beside = await restoreTableBeside(table, new Date(), client);
    await documents.send(new DeleteCommand({ TableName: table, Key: { id: 'b' } }));
    const brought = await bringItems({ from: beside, to: table, dryRun: false }, client);
    expect(brought).toEqual({ items: 3, missing: 1, differing: 0, different: [] });
    const { Item } = await documents.send(new GetCommand({ TableName: table, Key: { id: 'b' } }));
    expect(Item).toEqual({ id: 'b', answer: 'hogweed' });
    await removeRestored(beside, client);
  });
});
afterAll(() => vi.unstubAllEnvs());
