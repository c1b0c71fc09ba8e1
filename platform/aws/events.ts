import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { UmbelError } from '#core/errors.ts';
import type { Events } from '../ports.ts';

/** The event bus on Amazon EventBridge. */
export function eventBridgeEvents(client: EventBridgeClient, busName: () => string): Events {
  return {
    async publish({ source, detailType, detail }) {
      const entry = {
        EventBusName: busName(),
        Source: source,
        DetailType: detailType,
        Detail: JSON.stringify(detail),
      };
      const answer = await client.send(new PutEventsCommand({ Entries: [entry] }));
      if ((answer.FailedEntryCount ?? 0) === 0) return;
      throw new UmbelError({
        code: 'events.refused',
        kind: 'try-again',
        message: `EventBridge refused the event ${detailType}: ${answer.Entries?.[0]?.ErrorMessage ?? 'no reason given'}`,
      });
    },
  };
}
