import { RemovalPolicy } from 'aws-cdk-lib';
import {
  FlowLog,
  FlowLogDestination,
  FlowLogResourceType,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type ISecurityGroup,
  type IVpc,
  Port,
  Peer,
  SecurityGroup,
  type SubnetSelection,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { remoteServerOf } from '../remote-servers.ts';

export interface InferenceNetwork {
  readonly vpc: IVpc;
  readonly subnets: SubnetSelection;
  readonly assignPublicIp: boolean;
  readonly securityGroup: ISecurityGroup;
}

/**
 * The network of the workers. Photos and scores never cross a NAT gateway (200 TB would cost 9,000 USD): S3 and
 * DynamoDB have gateway endpoints, which are free. Nothing can reach a worker.
 */
export function inferenceNetwork(parent: Construct, id: string, config: Config): InferenceNetwork {
  const scope = new Construct(parent, id);
  const isPublic = config.inference.network === 'public-ip';
  const subnetType = isPublic ? SubnetType.PUBLIC : SubnetType.PRIVATE_ISOLATED;
  const hasInstances = config.inference.backend === 'ecs-gpu';
  const vpc = newVpc(scope, subnetType, hasInstances);
  logRejected(scope, vpc, config);
  const securityGroup = new SecurityGroup(scope, 'Workers', {
    vpc,
    description: 'Inference workers: nothing in, TLS out',
    allowAllOutbound: false,
  });
  securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'AWS over TLS');
  for (const { cidr, port } of config.inference.remoteAllow.map(remoteServerOf))
    securityGroup.addEgressRule(
      cidr === null ? Peer.anyIpv4() : Peer.ipv4(cidr),
      Port.tcp(port),
      'A model that runs elsewhere',
    );
  const subnets = { subnetType };
  if (!isPublic) addInterfaceEndpoints(vpc, subnets, { workers: securityGroup, hasInstances });
  return { vpc, subnets, assignPublicIp: isPublic, securityGroup };
}

/** Two zones, one subnet each, no NAT. */
function newVpc(scope: Construct, subnetType: SubnetType, hasInstances: boolean): IVpc {
  const vpc = new Vpc(scope, 'Vpc', {
    ipAddresses: IpAddresses.cidr('10.20.0.0/20'),
    maxAzs: 2,
    natGateways: 0,
    subnetConfiguration: [
      {
        name: 'workers',
        subnetType,
        cidrMask: 24,
        // A worker on Fargate asks for its address itself; an instance that ECS starts takes the subnet's.
        ...(subnetType === SubnetType.PUBLIC ? { mapPublicIpOnLaunch: hasInstances } : {}),
      },
    ],
    gatewayEndpoints: {
      s3: { service: GatewayVpcEndpointAwsService.S3 },
      dynamodb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
    },
    // Nothing joins the default group; closing it would need a function that may change every group.
    restrictDefaultSecurityGroup: false,
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the class misses its own interface under exactOptionalPropertyTypes
  return vpc as IVpc;
}

/** Writes down what was refused: whoever tries a worker's ports shows there. */
function logRejected(scope: Construct, vpc: IVpc, { prefix, retention }: Config): FlowLog {
  const logGroup = new LogGroup(scope, 'Log', {
    logGroupName: `/umbel/${prefix}/network`,
    retention: retention.logs,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return new FlowLog(scope, 'Rejected', {
    resourceType: FlowLogResourceType.fromVpc(vpc),
    destination: FlowLogDestination.toCloudWatchLogs(logGroup),
    trafficType: FlowLogTrafficType.REJECT,
  });
}

/** What a worker calls besides S3 and DynamoDB, and the agent of an instance of its own. */
function addInterfaceEndpoints(
  vpc: IVpc,
  subnets: SubnetSelection,
  { workers, hasInstances }: { workers: ISecurityGroup; hasInstances: boolean },
): void {
  const services = {
    Queue: InterfaceVpcEndpointAwsService.SQS,
    Workflows: InterfaceVpcEndpointAwsService.STEP_FUNCTIONS,
    ImageApi: InterfaceVpcEndpointAwsService.ECR,
    ImageLayers: InterfaceVpcEndpointAwsService.ECR_DOCKER,
    Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
    ...(hasInstances
      ? {
          Ecs: InterfaceVpcEndpointAwsService.ECS,
          EcsAgent: InterfaceVpcEndpointAwsService.ECS_AGENT,
          EcsTelemetry: InterfaceVpcEndpointAwsService.ECS_TELEMETRY,
        }
      : {}),
  };
  for (const [id, service] of Object.entries(services)) {
    const endpoint = vpc.addInterfaceEndpoint(id, { service, subnets, open: false });
    endpoint.connections.allowFrom(workers, Port.tcp(443), 'Workers');
  }
}
