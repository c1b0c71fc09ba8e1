import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventBridgeEvents } from '#platform/aws/events.ts';
import { type FakeService, startFakeService } from './fake-service.ts';

const event = { source: 'umbel', detailType: 'Flight Summarised', detail: { flightId: 'meadow-1' } };

describe('events on Amazon EventBridge', () => {
  let service: FakeService;
  beforeAll(async () => {
    service = await startFakeService();
  });
  afterAll(() => service.close());
  const publish = () =>
    eventBridgeEvents(new EventBridgeClient(service.config), () => 'umbel-events').publish(event);

  it('go to the bus with their detail as JSON', async () => {
    service.answer = { FailedEntryCount: 0, Entries: [{ EventId: '1' }] };
    await publish();
    expect(service.calls).toEqual([
      {
        operation: 'PutEvents',
        input: {
          Entries: [
            {
              EventBusName: 'umbel-events',
              Source: 'umbel',
              DetailType: 'Flight Summarised',
              Detail: '{"flightId":"meadow-1"}',
            },
          ],
        },
      },
    ]);
  });

  it('that the bus refuses are an error, although the call went well', async () => {
    service.answer = { FailedEntryCount: 1, Entries: [{ ErrorCode: 'Throttled', ErrorMessage: 'too many' }] };
    await expect(publish()).rejects.toMatchObject({
      code: 'events.refused',
      kind: 'try-again',
      message: 'EventBridge refused the event Flight Summarised: too many',
    });
  });
});
