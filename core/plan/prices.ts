/**
 * Every price that the planner uses, in US dollars, list prices of us-east-1 without discounts, free tiers or tax.
 * A new price list is a new date here; nothing else in the planner knows a price.
 */
export const priceList = { date: '2026-11-22', region: 'us-east-1', currency: 'USD' } as const;

/** Why a price is believed. AWS draws most of its price tables in the browser: few could be read on the page itself. */
export type Evidence =
  /** Read on the page of AWS itself. */
  | 'read'
  /** Read where somebody else gives the list price: what, and of when. */
  | { readonly reported: string; readonly of: string }
  /** A list price from memory: check it on the page before money depends on it. */
  | 'remembered';

export interface Price {
  /** US dollars for `per` units. */
  readonly usd: number;
  readonly per: number;
  readonly unit: string;
  /** Page of AWS where it is to be checked. */
  readonly page: string;
  readonly evidence: Evidence;
}

const pages = {
  lambda: 'lambda/pricing/',
  'step-functions': 'step-functions/pricing/',
  s3: 's3/pricing/',
  eventbridge: 'eventbridge/pricing/',
  dynamodb: 'dynamodb/pricing/on-demand/',
  sqs: 'sqs/pricing/',
  athena: 'athena/pricing/',
  cloudwatch: 'cloudwatch/pricing/',
  xray: 'xray/pricing/',
  guardduty: 'guardduty/pricing/',
  kms: 'kms/pricing/',
  waf: 'waf/pricing/',
  privatelink: 'privatelink/pricing/',
  vpc: 'vpc/pricing/',
  fargate: 'fargate/pricing/',
  ec2: 'ec2/pricing/on-demand/',
  sagemaker: 'sagemaker/pricing/',
} as const;

const million = 1_000_000;
const lambdaNotes = { reported: 'git.mcrn.ar, lambda-13-cost.md', of: '2026-05-11' };
const expressGuide = { reported: 'wring.co, Step Functions pricing guide', of: '2026-03-14' };
const requestFees = { reported: 'c3x.dev, S3 request fees explained', of: 'undated' };
const s3PriceList = { reported: 'a copy of the answer of the AWS price list API', of: '2025-10-28' };
const s3Page = { reported: 'a copy of the page in a public repository', of: 'undated' };
const cloudWatchGuide = { reported: 'factualminds.com, CloudWatch pricing', of: '2026-06-13' };
const wafGuide = { reported: 'c3x.dev, AWS WAF cost explained', of: 'undated' };
const endpointGuide = { reported: 'zacfukuda.com, NAT gateway vs VPC endpoint', of: '2026-06-01' };
const fargateGuide = { reported: 'vantage.sh, Fargate pricing explained', of: '2021-04-22' };

export const prices = {
  lambdaGbS: price([0.0000133334, 1, 'GB-second, arm64'], 'lambda', lambdaNotes),
  lambdaRequest: price([0.2, million, 'request'], 'lambda', lambdaNotes),
  standardTransition: price([25, million, 'state transition'], 'step-functions', 'read'),
  expressRequest: price([1, million, 'request'], 'step-functions', expressGuide),
  expressGbS: price([0.00001667, 1, 'GB-second'], 'step-functions', expressGuide),
  s3Put: price([5, million, 'PUT, POST or LIST'], 's3', requestFees),
  s3Get: price([0.4, million, 'GET'], 's3', requestFees),
  s3Standard: price([0.023, 1, 'GB-month, the first 50 TB'], 's3', s3PriceList),
  s3Infrequent: price([0.0125, 1, 'GB-month, Intelligent-Tiering after 30 days'], 's3', s3Page),
  s3Archive: price([0.004, 1, 'GB-month, Intelligent-Tiering after 90 days'], 's3', s3Page),
  s3Monitoring: price([2.5, million, 'object-month, Intelligent-Tiering'], 's3', {
    reported: 'usage.ai, S3 cost calculator guide',
    of: '2026-06',
  }),
  s3Event: price([1, million, 'S3 event'], 'eventbridge', 'remembered'),
  busEvent: price([1, million, 'event'], 'eventbridge', {
    reported: 'cloudburn.io, EventBridge pricing',
    of: '2026-03-13',
  }),
  dynamoWrite: price([0.625, million, 'write of 1 KB'], 'dynamodb', 'remembered'),
  dynamoRead: price([0.125, million, 'consistent read of 4 KB'], 'dynamodb', 'remembered'),
  dynamoStorage: price([0.25, 1, 'GB-month'], 'dynamodb', 'remembered'),
  dynamoBackup: price([0.2, 1, 'GB-month, point-in-time recovery'], 'dynamodb', 'remembered'),
  sqsRequest: price([0.4, million, 'request'], 'sqs', 'remembered'),
  athenaTb: price([5, 1, 'TB scanned'], 'athena', {
    reported: 'athena.guide, pricing model',
    of: '2020-10-15',
  }),
  logsGb: price([0.5, 1, 'GB of logs'], 'cloudwatch', cloudWatchGuide),
  alarm: price([0.1, 1, 'alarm-month'], 'cloudwatch', 'remembered'),
  dashboard: price([3, 1, 'dashboard-month'], 'cloudwatch', cloudWatchGuide),
  metric: price([0.3, 1, 'metric-month'], 'cloudwatch', {
    reported: 'signoz.io, CloudWatch pricing',
    of: '2026-02-15',
  }),
  trace: price([5, million, 'trace'], 'xray', 'remembered'),
  guardDutyS3Event: price([0.8, million, 'S3 data event, the first 500 million'], 'guardduty', 'remembered'),
  kmsKey: price([1, 1, 'key-month'], 'kms', 'remembered'),
  wafAcl: price([5, 1, 'web ACL-month'], 'waf', wafGuide),
  wafRule: price([1, 1, 'rule-month of a web ACL'], 'waf', wafGuide),
  endpointHour: price([0.01, 1, 'hour of an endpoint in a zone'], 'privatelink', endpointGuide),
  endpointGb: price([0.01, 1, 'GB through an endpoint'], 'privatelink', endpointGuide),
  natGb: price([0.045, 1, 'GB through a NAT gateway'], 'vpc', endpointGuide),
  fargateVcpuHour: price([0.03238, 1, 'vCPU-hour, arm64'], 'fargate', fargateGuide),
  fargateGbHour: price([0.00356, 1, 'GB-hour, arm64'], 'fargate', fargateGuide),
  g4dnXlargeHour: price([0.526, 1, 'hour of a g4dn.xlarge'], 'ec2', 'remembered'),
  g6XlargeHour: price([0.8048, 1, 'hour of a g6.xlarge'], 'ec2', 'remembered'),
  g5XlargeHour: price([1.006, 1, 'hour of a g5.xlarge'], 'ec2', {
    reported: 'factualminds.com, EC2 on-demand pricing',
    of: '2026-06-17',
  }),
  /** 1.4 times the EC2 price. */
  sagemakerG4dnHour: price([0.7364, 1, 'hour of an ml.g4dn.xlarge'], 'sagemaker', 'remembered'),
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

/** Whether nobody has checked a price. */
export function isRemembered(id: PriceId | undefined): boolean {
  return id !== undefined && prices[id].evidence === 'remembered';
}

/** Why a price is believed, in words. */
export function evidenceText({ evidence }: Price): string {
  if (evidence === 'read') return `read on the page on ${priceList.date}`;
  if (evidence === 'remembered') return 'remembered: check before use';
  return `${evidence.reported} (${evidence.of})`;
}

/** A price: US dollars, for so many units. */
function price(
  [usd, per, unit]: readonly [usd: number, per: number, unit: string],
  page: keyof typeof pages,
  evidence: Evidence,
): Price {
  return { usd, per, unit, page: `https://aws.amazon.com/${pages[page]}`, evidence };
}
