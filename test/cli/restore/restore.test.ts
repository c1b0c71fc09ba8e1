import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { restoreCommand } from '#cli/restore/command.ts';
import { bringItems } from '#platform/aws/bring-items.ts';
import { entriesAt } from '#platform/aws/restore-objects.ts';
import { removeRestored, restoreTableBeside } from '#platform/aws/restore-table.ts';
import { startDynalite } from '../../platform/tables/dynalite.ts';

vi.mock(import('#platform/aws/restore-table.ts'), async (original) => ({
  ...(await original()),
  restoreTableBeside: vi.fn<typeof restoreTableBeside>(),
  removeRestored: vi.fn<typeof removeRestored>(),
}));

const former = 'umbel-labels-restored-20261122';

function label(flightId: string, sk: string, answer = 'hogweed') {
  return { flightId, sk, answer };
}

/** What the command says before it ends. */
async function refuse(...args: string[]): Promise<string> {
  const said: string[] = [];
  const command = restoreCommand();
  for (const each of [command, ...command.commands])
    each.exitOverride().configureOutput({ writeErr: (text) => said.push(text) });
  await expect(command.parseAsync(args, { from: 'user' })).rejects.toThrow(/./);
  return said.join('');
}

describe('what an object was at a moment', () => {
  it('is the newest version that is not newer, in whatever order they are listed', () => {
    const times = fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { maxLength: 8 });
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 50 }), (modified, atMs) => {
        const found = entriesAt(
          modified.map((modifiedMs) => ({ modifiedMs })),
          atMs,
        );
        const before = modified.filter((time) => time <= atMs);
        expect(found.map(({ modifiedMs }) => modifiedMs)).toEqual(
          before.length === 0 ? [] : [Math.max(...before)],
        );
      }),
    );
  });
});

describe('bringing items back, on the embedded database', () => {
  let client: DynamoDBDocumentClient;
  let base: DynamoDBClient;
  let table: string;
  const put = (TableName: string, Item: Record<string, unknown>) =>
    client.send(new PutCommand({ TableName, Item }));
  const all = async () => {
    const { Items = [] } = await client.send(new ScanCommand({ TableName: table }));
    return Items.map((item) => `${item['flightId']}/${item['sk']} ${item['answer']}`).sort();
  };
  beforeAll(async () => {
    await startDynalite();
    table = process.env['UMBEL_LABELS_TABLE']!;
    base = new DynamoDBClient({});
    client = DynamoDBDocumentClient.from(base);
    await base.send(
      new CreateTableCommand({
        TableName: former,
        KeySchema: [
          { AttributeName: 'flightId', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'flightId', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    for (const item of [label('a', '1'), label('a', '2'), label('b', '1')]) await put(former, item);
    // One was lost, one was changed, one is as it was, one came since.
    for (const item of [label('a', '1'), label('b', '1', 'unsure'), label('c', '9')]) await put(table, item);
  });

  it('says first what is missing and what differs, and changes nothing', async () => {
    expect(await bringItems({ from: former, to: table, dryRun: true }, base)).toEqual({
      items: 3,
      missing: 1,
      differing: 1,
      different: [{ flightId: 'b', sk: '1' }],
    });
    expect(await all()).toEqual(['a/1 hogweed', 'b/1 unsure', 'c/9 hogweed']);
  });

  it('puts back what is missing, and touches neither what was changed nor what came since', async () => {
    await bringItems({ from: former, to: table, dryRun: false }, base);
    expect(await all()).toEqual(['a/1 hogweed', 'a/2 hogweed', 'b/1 unsure', 'c/9 hogweed']);
    expect((await bringItems({ from: former, to: table, dryRun: false }, base)).missing).toBe(0);
  });
});

describe('umbel restore', () => {
  it('knows buckets and tables by their plain names', async () => {
    vi.stubEnv('UMBEL_DEPLOYMENT', '');
    expect(await refuse('table', 'label', '--at', '2026-11-22T09:00:00Z')).toContain('labels');
    expect(await refuse('objects', 'upload', '--at', '2026-11-22T09:00:00Z')).toContain('uploads');
  });

  it.each([['yesterday'], ['2999-01-01T00:00:00Z']])('refuses the time %s', async (time) => {
    expect(await refuse('table', 'labels', '--at', time)).toContain('--at');
  });

  it('asks for the moment before it asks AWS', async () => {
    vi.stubEnv('UMBEL_UPLOADS_BUCKET', 'uploads');
    const going = restoreCommand().parseAsync(['objects', 'uploads'], { from: 'user' });
    await expect(going).rejects.toMatchObject({ code: 'restore.no-time' });
  });

  it('says what is left behind, and how to go on, when the items cannot be brought', async () => {
    const args = ['table', 'labels', '--at', '2026-11-22T09:00:00Z', '--yes'];
    vi.mocked(restoreTableBeside).mockResolvedValueOnce('umbel-labels-restored-20261122090000');
    const going = restoreCommand().parseAsync(args, { from: 'user' });
    const name = 'umbel-labels-restored-20261122090000';
    await expect(going).rejects.toMatchObject({
      code: 'restore.table-left',
      kind: 'not-found',
      message: expect.stringContaining(name),
      hint: expect.stringMatching(`--from ${name}.*delete-table --table-name ${name}`),
    });
    expect(removeRestored).not.toHaveBeenCalled();
  });

  it('removes the restored table when its items are there, unless it is to be kept', async () => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    vi.mocked(restoreTableBeside).mockResolvedValue(former);
    vi.mocked(removeRestored).mockResolvedValue();
    const args = ['table', 'labels', '--at', '2026-11-22T09:00:00Z'];
    await restoreCommand().parseAsync([...args, '--keep'], { from: 'user' });
    expect(removeRestored).not.toHaveBeenCalled();
    await restoreCommand().parseAsync(args, { from: 'user' });
    expect(removeRestored).toHaveBeenCalledExactlyOnceWith(former);
    vi.restoreAllMocks();
  });

  it('fills a table from one that was restored by other means', async () => {
    const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const args = ['table', 'labels', '--from', 'umbel-labels-restored-20261122', '--json'];
    await restoreCommand().parseAsync(args, { from: 'user' });
    const [text] = write.mock.calls[0]!;
    expect(JSON.parse(String(text))).toMatchObject({
      items: 3,
      missing: 0,
      restored: 'umbel-labels-restored-20261122',
    });
    vi.restoreAllMocks();
  });
});
