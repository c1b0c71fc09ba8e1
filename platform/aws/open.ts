import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { openS3Client } from './clients.ts';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { environmentNames } from '#core/environment.ts';
import { requireEnvironment } from '../environment.ts';
import { type Platform, systemClock } from '../platform.ts';
import { openTables } from '../tables/tables.ts';
import { eventBridgeEvents } from './events.ts';
import { s3ObjectStore } from './object-store.ts';
import { sqsWorkQueue } from './work-queue.ts';
import { s3ObjectUrls } from './object-urls.ts';
import { stepFunctionsRedrives } from './redrives.ts';
import { ecsTaskProtection } from './task-protection.ts';
import { stepFunctionsWorkflows } from './workflows.ts';

/** A container is told of one queue, that of its work. */
function queueUrl(): string {
  return process.env[environmentNames.trainingQueueUrl] ?? requireEnvironment('inferenceQueueUrl');
}

/** The platform on AWS; clients take region, endpoint and credentials from the environment. */
export function openAwsPlatform(): Platform {
  // A URL signed by a client with the usual checksums would carry the checksum of an empty body.
  const signer = openS3Client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  const stepFunctions = new SFNClient({});
  return {
    objects: s3ObjectStore(openS3Client()),
    urls: s3ObjectUrls(signer),
    tables: openTables(),
    queue: sqsWorkQueue(new SQSClient({}), queueUrl),
    workflows: stepFunctionsWorkflows(stepFunctions),
    redrives: stepFunctionsRedrives(stepFunctions),
    events: eventBridgeEvents(new EventBridgeClient({}), () => requireEnvironment('eventBusName')),
    // On AWS the metrics of each function tell the same; see lambdas/observability.ts.
    progress: { report: () => undefined },
    protection: ecsTaskProtection(process.env['ECS_AGENT_URI']),
    clock: systemClock,
  };
}
