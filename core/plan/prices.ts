/**
 * Every price that the planner uses, in US dollars, list prices of us-east-1 without discounts, free tiers or tax.
 * A new price list is a new date here; nothing else in the planner knows a price.
 */
export const priceList = { date: '2026-11-22', region: 'us-east-1', currency: 'USD' } as const;

export interface Price {
  /** US dollars for `per` units. */
  readonly usd: number;
  readonly per: number;
  readonly unit: string;
  /** Page of the price list. */
  readonly source: string;
  /** What is not on that page: a share or a fee that is assumed. */
  readonly assumed?: string;
}

const aws = 'https://aws.amazon.com';
const million = 1_000_000;

export const prices = {
  lambdaGbS: {
    usd: 0.0000133334,
    per: 1,
    unit: 'GB-second, arm64',
    source: `${aws}/lambda/pricing/`,
  },
  lambdaRequest: { usd: 0.2, per: million, unit: 'request', source: `${aws}/lambda/pricing/` },
  standardTransition: {
    usd: 25,
    per: million,
    unit: 'state transition',
    source: `${aws}/step-functions/pricing/`,
  },
  expressRequest: { usd: 1, per: million, unit: 'request', source: `${aws}/step-functions/pricing/` },
  expressGbS: { usd: 0.00001667, per: 1, unit: 'GB-second', source: `${aws}/step-functions/pricing/` },
  s3Put: { usd: 5, per: million, unit: 'PUT, POST or LIST', source: `${aws}/s3/pricing/` },
  s3Get: { usd: 0.4, per: million, unit: 'GET', source: `${aws}/s3/pricing/` },
  s3Standard: { usd: 0.023, per: 1, unit: 'GB-month', source: `${aws}/s3/pricing/` },
  s3Infrequent: {
    usd: 0.0125,
    per: 1,
    unit: 'GB-month, Intelligent-Tiering after 30 days',
    source: `${aws}/s3/pricing/`,
  },
  s3Archive: {
    usd: 0.004,
    per: 1,
    unit: 'GB-month, Intelligent-Tiering after 90 days',
    source: `${aws}/s3/pricing/`,
  },
  s3Monitoring: {
    usd: 2.5,
    per: million,
    unit: 'object-month, Intelligent-Tiering',
    source: `${aws}/s3/pricing/`,
  },
  s3Event: { usd: 1, per: million, unit: 'S3 event', source: `${aws}/eventbridge/pricing/` },
  busEvent: { usd: 1, per: million, unit: 'event', source: `${aws}/eventbridge/pricing/` },
  dynamoWrite: {
    usd: 0.625,
    per: million,
    unit: 'write of 1 KB',
    source: `${aws}/dynamodb/pricing/on-demand/`,
  },
  dynamoRead: {
    usd: 0.125,
    per: million,
    unit: 'consistent read of 4 KB',
    source: `${aws}/dynamodb/pricing/on-demand/`,
  },
  dynamoStorage: { usd: 0.25, per: 1, unit: 'GB-month', source: `${aws}/dynamodb/pricing/on-demand/` },
  dynamoBackup: {
    usd: 0.2,
    per: 1,
    unit: 'GB-month, point-in-time recovery',
    source: `${aws}/dynamodb/pricing/on-demand/`,
  },
  sqsRequest: { usd: 0.4, per: million, unit: 'request', source: `${aws}/sqs/pricing/` },
  athenaTb: { usd: 5, per: 1, unit: 'TB scanned', source: `${aws}/athena/pricing/` },
  logsGb: { usd: 0.5, per: 1, unit: 'GB of logs', source: `${aws}/cloudwatch/pricing/` },
  alarm: { usd: 0.1, per: 1, unit: 'alarm-month', source: `${aws}/cloudwatch/pricing/` },
  dashboard: { usd: 3, per: 1, unit: 'dashboard-month', source: `${aws}/cloudwatch/pricing/` },
  metric: { usd: 0.3, per: 1, unit: 'metric-month', source: `${aws}/cloudwatch/pricing/` },
  trace: { usd: 5, per: million, unit: 'trace', source: `${aws}/xray/pricing/` },
  wafAcl: { usd: 5, per: 1, unit: 'web ACL-month', source: `${aws}/waf/pricing/` },
  wafRule: { usd: 1, per: 1, unit: 'rule-month of a web ACL', source: `${aws}/waf/pricing/` },
  endpointHour: {
    usd: 0.01,
    per: 1,
    unit: 'hour of an endpoint in a zone',
    source: `${aws}/privatelink/pricing/`,
  },
  endpointGb: { usd: 0.01, per: 1, unit: 'GB through an endpoint', source: `${aws}/privatelink/pricing/` },
  natGb: { usd: 0.045, per: 1, unit: 'GB through a NAT gateway', source: `${aws}/vpc/pricing/` },
  fargateVcpuHour: { usd: 0.03238, per: 1, unit: 'vCPU-hour, arm64', source: `${aws}/fargate/pricing/` },
  fargateGbHour: { usd: 0.00356, per: 1, unit: 'GB-hour, arm64', source: `${aws}/fargate/pricing/` },
  g4dnXlargeHour: {
    usd: 0.526,
    per: 1,
    unit: 'hour of a g4dn.xlarge',
    source: `${aws}/ec2/pricing/on-demand/`,
  },
  g6XlargeHour: { usd: 0.8048, per: 1, unit: 'hour of a g6.xlarge', source: `${aws}/ec2/pricing/on-demand/` },
  g5XlargeHour: { usd: 1.006, per: 1, unit: 'hour of a g5.xlarge', source: `${aws}/ec2/pricing/on-demand/` },
  sagemakerG4dnHour: {
    usd: 0.7364,
    per: 1,
    unit: 'hour of an ml.g4dn.xlarge',
    source: `${aws}/sagemaker/pricing/`,
    assumed: '1.4 times the EC2 price',
  },
} as const satisfies Readonly<Record<string, Price>>;

export type PriceId = keyof typeof prices;

/** Shares of list prices that vary from day to day or are no list price. */
export const priceShares = {
  /** Spot price of EC2 GPU instances, share of on-demand. Source: https://aws.amazon.com/ec2/spot/pricing/ */
  spotEc2: 0.45,
  /** Spot price of Fargate; the page says "up to 70 % less". Source: https://aws.amazon.com/fargate/pricing/ */
  spotFargate: 0.4,
  /** Fee of ECS Managed Instances, share of the on-demand price, also on spot. Assumed; see https://aws.amazon.com/ecs/pricing/ */
  managedInstances: 0.12,
} as const;

/** US dollars for one unit. */
export function unitPriceUsd(id: PriceId): number {
  const { usd, per } = prices[id];
  return usd / per;
}
