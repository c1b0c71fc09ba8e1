import { refusal, rejection } from '../errors.ts';
import { requiredText, type Node } from './node.ts';

const integration =
  /^arn:aws[a-z-]*:states:::([a-z0-9-]+(?::[a-z0-9-]+)?):([A-Za-z0-9]+)(\.sync(?::2)?|\.waitForTaskToken)?$/;
const lambda = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(?::[A-Za-z0-9_$-]+)?$/;

/**
 * Every action of the optimized integrations whose list is short and old; AWS recognizes no other.
 * Source: AWS Step Functions Developer Guide, "Integrating services with Step Functions".
 */
const closedServices: ReadonlyMap<string, readonly string[]> = new Map([
  ['lambda', ['invoke']],
  ['dynamodb', ['getItem', 'putItem', 'deleteItem', 'updateItem']],
  ['sqs', ['sendMessage']],
  ['sns', ['publish']],
  ['events', ['putEvents']],
  ['states', ['startExecution']],
]);

/** The Resource of a Task that the host can run, and whether it waits for a task token. */
export function compileResource(node: Node): { resource: string; waitsForToken: boolean } {
  const resource = requiredText(node, 'Resource');
  const at = `${node.at}/Resource`;
  const [, service = '', action = '', pattern = ''] = integration.exec(resource) ?? [];
  if (service === '' && !lambda.test(resource)) throw refusal(`the resource '${resource}' is not known`, at);
  const actions = closedServices.get(service);
  if (actions !== undefined && !actions.includes(action)) throw unrecognized(resource, at);
  if (pattern !== '' && node.surroundings.type === 'EXPRESS') {
    throw rejection(
      `SCHEMA_VALIDATION_FAILED: Express state machine does not support '${pattern}' service integration`,
      at,
    );
  }
  if (!node.surroundings.supports(resource))
    throw refusal(`nothing here can run the resource '${resource}'`, at);
  return { resource, waitsForToken: pattern === '.waitForTaskToken' };
}

function unrecognized(resource: string, at: string): Error {
  return rejection(
    `SCHEMA_VALIDATION_FAILED: The resource provided ${resource} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
    at,
  );
}
