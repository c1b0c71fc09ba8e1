import { UmbelError } from '#core/errors.ts';
import { markKey } from '../constructs/mark.ts';
import type { Resource } from './template.ts';

/** Where the embedded cloud believes to be. */
export const localAccount = '000000000000';
export const localRegion = 'local';

/** What the pseudo parameters of CloudFormation stand for. */
export const localPseudoParameters: Readonly<Record<string, string>> = {
  'AWS::AccountId': localAccount,
  'AWS::Region': localRegion,
  'AWS::Partition': 'aws',
  'AWS::URLSuffix': 'amazonaws.com',
};

const arn = (service: string, resource: string) =>
  `arn:aws:${service}:${localRegion}:${localAccount}:${resource}`;

type Attributes = (name: string) => Readonly<Record<string, string>>;

/** What `Ref` and `Fn::GetAtt` give for each type of resource that the wiring meets. */
const attributesByType: Readonly<Record<string, Attributes>> = {
  'AWS::S3::Bucket': (name) => ({ Ref: name, Arn: `arn:aws:s3:::${name}` }),
  'AWS::DynamoDB::GlobalTable': (name) => ({ Ref: name, Arn: arn('dynamodb', `table/${name}`) }),
  'AWS::SQS::Queue': (name) => ({
    Ref: `https://sqs.${localRegion}.amazonaws.com/${localAccount}/${name}`,
    Arn: arn('sqs', name),
    QueueName: name,
  }),
  'AWS::Lambda::Function': (name) => ({ Ref: name, Arn: arn('lambda', `function:${name}`) }),
  'AWS::StepFunctions::StateMachine': (name) => ({
    Ref: arn('states', `stateMachine:${name}`),
    Arn: arn('states', `stateMachine:${name}`),
    Name: name,
  }),
  'AWS::Events::EventBus': (name) => ({ Ref: name, Name: name, Arn: arn('events', `event-bus/${name}`) }),
};

/** The name of a marked resource on this machine: `umbel-tile-photos`. */
export function localName(name: string): string {
  return `umbel-${name}`;
}

/**
 * What `Ref` (attribute `Ref`) or `Fn::GetAtt` of a resource gives on this machine.
 * @throws UmbelError `wiring.unknown-reference` when the resource has no mark or its type no such attribute
 */
export function localAttribute(logicalId: string, resource: Resource | undefined, attribute: string): string {
  const mark = resource?.Metadata?.[markKey];
  const attributes = resource === undefined ? undefined : attributesByType[resource.Type];
  const value = mark === undefined ? undefined : attributes?.(localName(mark.name))[attribute];
  if (value !== undefined) return value;
  throw new UmbelError({
    code: 'wiring.unknown-reference',
    kind: 'bug',
    message: `The embedded cloud has nothing for ${attribute} of ${logicalId} (${resource?.Type ?? 'no such resource'}).`,
    hint: 'Mark the resource where it is made (lib/constructs/mark.ts), or name its attributes in lib/wiring/local-names.ts.',
  });
}
