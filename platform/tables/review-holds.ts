import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { queryAll } from './document-client.ts';
import { putIf } from './models-table.ts';

/** A tile on somebody's screen. */
export interface Hold {
  readonly tileId: string;
  readonly who: string;
  /** Second since 1970 after which it is void. */
  readonly expiration: number;
}

/** Who has which tiles on the screen: partition `hold` of the review queue, sort key the tile. */
export interface ReviewHolds {
  /** Takes a tile on somebody's screen, or keeps it there for longer; false while it is on somebody else's. */
  hold(hold: Hold, nowS: number): Promise<boolean>;
  /** Gives a tile back; what somebody else holds stays held. */
  release(hold: Pick<Hold, 'tileId' | 'who'>): Promise<void>;
  /** Everything held at this moment. */
  holds(nowS: number): Promise<Hold[]>;
}

/** Holds that have ended are taken away so many at a time: AWS does so too, within days, one machine never. */
const sweptAtOnce = 10;

export function reviewHolds(client: DynamoDBDocumentClient, table: string): ReviewHolds {
  return {
    hold: (hold, nowS) =>
      putIf(client, {
        TableName: table,
        Item: { ...hold, ...keyOf(hold.tileId) },
        // One condition, so that of two people at once one is told no.
        ConditionExpression: 'attribute_not_exists(sk) OR #who = :who OR #expiration <= :now',
        ExpressionAttributeNames: { '#who': 'who', '#expiration': 'expiration' },
        ExpressionAttributeValues: { ':who': hold.who, ':now': nowS },
      }),
    release: ({ tileId, who }) =>
      deleteIf(client, {
        TableName: table,
        Key: keyOf(tileId),
        ConditionExpression: '#who = :who',
        ExpressionAttributeNames: { '#who': 'who' },
        ExpressionAttributeValues: { ':who': who },
      }),
    async holds(nowS) {
      const held: Hold[] = [];
      const ended: Hold[] = [];
      const all = queryAll<Hold>(client, {
        TableName: table,
        KeyConditionExpression: 'queue = :hold',
        ExpressionAttributeValues: { ':hold': 'hold' },
        ConsistentRead: true,
      });
      for await (const hold of all) (hold.expiration > nowS ? held : ended).push(hold);
      await Promise.all(ended.slice(0, sweptAtOnce).map((hold) => sweep(client, table, hold)));
      return held;
    },
  };
}

function keyOf(tileId: string): { queue: string; sk: string } {
  return { queue: 'hold', sk: tileId };
}

/** Takes an ended hold away, unless it was taken anew meanwhile. */
function sweep(client: DynamoDBDocumentClient, table: string, { tileId, expiration }: Hold): Promise<void> {
  return deleteIf(client, {
    TableName: table,
    Key: keyOf(tileId),
    ConditionExpression: '#expiration = :expiration',
    ExpressionAttributeNames: { '#expiration': 'expiration' },
    ExpressionAttributeValues: { ':expiration': expiration },
  });
}

async function deleteIf(
  client: DynamoDBDocumentClient,
  input: ConstructorParameters<typeof DeleteCommand>[0],
): Promise<void> {
  try {
    await client.send(new DeleteCommand(input));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
