import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import { localAttribute, localName } from './local-names.ts';
import type { Resolve } from './resolve.ts';
import { type MarkedResource, markedResources, type Template } from './template.ts';

const functionPropertiesSchema = z.object({
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
  Timeout: z.int(),
  MemorySize: z.int(),
});

/** Functions: where their source is and what they are told and given. */
export function functionWiring(templates: readonly Template[], resolve: Resolve) {
  return markedResources(templates, 'AWS::Lambda::Function').map((resource) => {
    const { Environment, Timeout, MemorySize } = functionPropertiesSchema.parse(resource.properties);
    return {
      name: localName(resource.name),
      arn: attributeOf(resource, 'Arn'),
      handler: sourceOf(resource),
      environment: resolve(resource.template, Environment.Variables),
      timeoutS: Timeout,
      memoryMb: MemorySize,
    };
  });
}

const queuePropertiesSchema = z.object({
  VisibilityTimeout: z.int(),
  RedrivePolicy: z.object({ maxReceiveCount: z.int() }),
});

/** Queues of work. */
export function queueWiring(templates: readonly Template[]) {
  return markedResources(templates, 'AWS::SQS::Queue').map((resource) => {
    const { VisibilityTimeout, RedrivePolicy } = queuePropertiesSchema.parse(resource.properties);
    return {
      name: localName(resource.name),
      url: attributeOf(resource, 'Ref'),
      visibilityTimeoutS: VisibilityTimeout,
      maxReceiveCount: RedrivePolicy.maxReceiveCount,
    };
  });
}

const taskPropertiesSchema = z.object({
  ContainerDefinitions: z.tuple([
    z.object({
      Command: z.array(z.string()),
      Environment: z.array(z.object({ Name: z.string(), Value: z.unknown() })),
    }),
  ]),
});

/** Containers, each with the queue that its environment names. */
export function serviceWiring(templates: readonly Template[], resolve: Resolve) {
  const queueUrls = new Set(queueWiring(templates).map(({ url }) => url));
  return markedResources(templates, 'AWS::ECS::TaskDefinition').map((resource) => {
    const { Command, Environment } = taskPropertiesSchema.parse(resource.properties).ContainerDefinitions[0];
    const environment: Record<string, unknown> = Object.fromEntries(
      Environment.map(({ Name, Value }) => [Name, resolve(resource.template, Value)]),
    );
    return {
      name: localName(resource.name),
      entry: sourceOf(resource),
      command: Command,
      environment,
      queue: Object.values(environment).find((value) => queueUrls.has(String(value))),
    };
  });
}

function attributeOf({ logicalId, template }: MarkedResource, attribute: string): string {
  return localAttribute(logicalId, template.Resources[logicalId], attribute);
}

function sourceOf({ source, logicalId }: MarkedResource): string {
  if (source !== undefined) return source;
  throw new UmbelError({
    code: 'wiring.no-source',
    kind: 'bug',
    message: `${logicalId} is marked without the source file that it runs.`,
    hint: 'Give `source` to mark() where the resource is made.',
  });
}
