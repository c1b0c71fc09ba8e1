import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { CfnEndpoint, CfnEndpointConfig, CfnModel } from 'aws-cdk-lib/aws-sagemaker';
import { Construct } from 'constructs';
import { endpointAnswersPrefix } from '#core/flight/keys.ts';
import type { Config } from '../config.ts';
import type { SagemakerConfig } from '../inference-config.ts';
import { imageAsset } from './container-image.ts';
import { environmentOf, type Surroundings } from './environment.ts';
import type { InferenceNetwork } from './inference-network.ts';
import { allow, allowWrite } from './permissions.ts';

export interface InferenceEndpointOptions {
  readonly config: Config;
  readonly inference: SagemakerConfig;
  /** Root of the repository. */
  readonly sourceRoot: string;
  readonly network: InferenceNetwork;
  readonly workBucket: IBucket;
  readonly surroundings: Surroundings;
}

/** An endpoint, and the role of its containers, which everything they may do is granted to. */
export interface InferenceEndpoint {
  readonly endpointName: string;
  readonly endpointArn: string;
  readonly role: Role;
  /** What must be there before it can be scaled. */
  readonly resource: CfnEndpoint;
}

/** Name of the one variant. */
export const variantName = 'workers';

/** Whether instances of a type have a GPU. */
export function hasGpu({ instanceType }: SagemakerConfig): boolean {
  return instanceType.startsWith('ml.g');
}

/**
 * An asynchronous endpoint of the inference image in its mode `serve`: SageMaker keeps the requests, each a batch as the
 * queue of workers would hold it, and hands them to as many instances as it is scaled to.
 * Source: Amazon SageMaker AI Developer Guide, "Asynchronous inference".
 */
export function inferenceEndpoint(
  parent: Construct,
  id: string,
  options: InferenceEndpointOptions,
): InferenceEndpoint {
  const scope = new Construct(parent, id);
  const { config, inference, workBucket } = options;
  const endpointName = endpointNameOf(config.prefix);
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('sagemaker.amazonaws.com') });
  const model = endpointModel(scope, options, role);
  const settings = new CfnEndpointConfig(scope, 'Settings', {
    productionVariants: [
      {
        variantName,
        modelName: model.attrModelName,
        instanceType: inference.instanceType,
        // SageMaker starts none with 0; the scaling lets this one go after the idle minutes.
        initialInstanceCount: 1,
        initialVariantWeight: 1,
        containerStartupHealthCheckTimeoutInSeconds: 600,
        // Drivers for CUDA 12; the usual ones are older.
        ...(hasGpu(inference) ? { inferenceAmiVersion: 'al2-ami-sagemaker-inference-gpu-3-1' } : {}),
      },
    ],
    asyncInferenceConfig: {
      // One batch in hand, as each worker of a queue: an instance has one GPU, and all of its cores decode for it.
      clientConfig: { maxConcurrentInvocationsPerInstance: 1 },
      outputConfig: {
        s3OutputPath: workBucket.s3UrlForObject(`${endpointAnswersPrefix}answered`),
        s3FailurePath: workBucket.s3UrlForObject(`${endpointAnswersPrefix}failed`),
      },
    },
  });
  const resource = new CfnEndpoint(scope, 'Endpoint', {
    endpointName,
    endpointConfigName: settings.attrEndpointConfigName,
  });
  return { endpointName, endpointArn: endpointArnOf(Stack.of(scope), endpointName), role, resource };
}

/** Name of the endpoint in an account and region. */
export function endpointNameOf(prefix: string): string {
  return `${prefix}-inference`;
}

function endpointArnOf(stack: Stack, endpointName: string): string {
  return stack.formatArn({ service: 'sagemaker', resource: 'endpoint', resourceName: endpointName });
}

function endpointModel(scope: Construct, options: InferenceEndpointOptions, role: Role): CfnModel {
  const { config, inference, sourceRoot, network, workBucket, surroundings } = options;
  const image = new DockerImageAsset(scope, 'Image', {
    ...imageAsset(sourceRoot, { name: 'inference', gpu: hasGpu(inference) }),
  });
  image.repository.grantPull(role);
  allowReports(scope, role, config);
  allowWrite(role, workBucket, endpointAnswersPrefix);
  const isolated = config.inference.network === 'endpoints';
  const { subnetIds } = network.vpc.selectSubnets(network.subnets);
  const securityGroupIds = [network.securityGroup.securityGroupId];
  if (isolated) allowInterfaces(scope, role, { subnetIds, securityGroupIds });
  const model = new CfnModel(scope, 'Model', {
    executionRoleArn: role.roleArn,
    primaryContainer: { image: image.imageUri, environment: environmentOf('inference', surroundings) },
    // In public subnets SageMaker gives its containers no address: there they stay in the network of the service.
    ...(isolated ? { vpcConfig: { subnets: subnetIds, securityGroupIds } } : {}),
  });
  model.node.addDependency(role);
  return model;
}

/** What SageMaker writes in the name of the role: logs of the containers, which end, and metrics. */
function allowReports(scope: Construct, role: Role, { prefix, retention }: Config): void {
  const group = new LogGroup(scope, 'Log', {
    logGroupName: `/aws/sagemaker/Endpoints/${endpointNameOf(prefix)}`,
    retention: retention.logs,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  allow(role, ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'], [group.logGroupArn]);
  role.addToPolicy(
    new PolicyStatement({
      actions: ['cloudwatch:PutMetricData'],
      resources: ['*'],
      conditions: { StringLike: { 'cloudwatch:namespace': '*SageMaker*' } },
    }),
  );
}

/**
 * Lets SageMaker put its containers into our subnets.
 * Source: Amazon SageMaker AI Developer Guide, "Execution role permissions: model with a VPC".
 */
function allowInterfaces(
  scope: Construct,
  role: Role,
  { subnetIds, securityGroupIds }: { subnetIds: string[]; securityGroupIds: string[] },
): void {
  const arns = (resource: string, names: string[]) =>
    names.map((resourceName) => Stack.of(scope).formatArn({ service: 'ec2', resource, resourceName }));
  const interfaces = arns('network-interface', ['*']);
  const places = [...arns('subnet', subnetIds), ...arns('security-group', securityGroupIds)];
  allow(role, ['ec2:CreateNetworkInterface'], [...interfaces, ...places]);
  const own = [
    'CreateNetworkInterfacePermission',
    'DeleteNetworkInterface',
    'DeleteNetworkInterfacePermission',
  ];
  allow(
    role,
    own.map((verb) => `ec2:${verb}`),
    interfaces,
  );
  const seen = ['NetworkInterfaces', 'Vpcs', 'DhcpOptions', 'Subnets', 'SecurityGroups'];
  allow(
    role,
    seen.map((what) => `ec2:Describe${what}`),
    ['*'],
  );
}
