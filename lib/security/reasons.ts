/** Why a finding of the AWS Solutions rules is accepted. */
export interface Reason {
  /** Of AwsSolutions, e.g. `IAM5`. */
  readonly rule: string;
  /** What the finding says beside the rule; absent: the rule has no such text. */
  readonly finding?: RegExp;
  /** Paths of the constructs that it holds for. */
  readonly at: RegExp;
  readonly reason: string;
}

/** An object below a prefix of one bucket, the ARN of the bucket imported from the data stack or of this one. */
const objectsOfBucket =
  /^Resource::(?:[a-z-]+:ExportsOutput\w+|<\w+\.Arn>|arn:<AWS::Partition>:s3:::.+)\/(?:.*\/)?\*$/;

/**
 * Every finding that is accepted, with its reason. A finding that no reason meets fails `cdk deploy` and the tests; so does
 * a reason that meets no finding in any environment.
 */
export const reasons: readonly Reason[] = [
  {
    rule: 'IAM5',
    finding: objectsOfBucket,
    at: /./,
    reason:
      'Objects are made while the system runs: a right over them is a right below a prefix of one bucket. lib/functions names the prefixes; test/lib/suites/least-privilege.ts compares them with what each function does.',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::\*$/,
    at: /(?:Role|MachineRole|Machine\/Role|ExecutionRole)\/DefaultPolicy\/Resource$/,
    reason:
      'X-Ray, delivery of logs and the login to ECR cannot be limited to a resource. test/lib/suites/permissions.ts lists these actions and refuses every other one.',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::(?:<\w+\.Arn>|[a-z-]+:ExportsOutput\w+):\*$/,
    at: /\/(?:Machine\/Role|ServiceRole)\/DefaultPolicy\/Resource$/,
    reason: 'Versions and aliases of the very function that is called: the library grants both.',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:(?:execution|mapRun):/,
    at: /(?:DistributedMapPolicy|DefaultPolicy)\/Resource$/,
    reason: 'Executions and map runs of one workflow: they get their names when they start.',
  },
  {
    rule: 'IAM5',
    finding:
      /^Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine:[a-z-]+\/\*$/,
    at: /(?:TaskRole|Worker\/Role)\/DefaultPolicy\/Resource$/,
    reason: 'A worker reports tokens of the maps inside one workflow: their labels follow its name.',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::arn:<AWS::Partition>:ecs:<AWS::Region>:<AWS::AccountId>:task\/[a-z-]+\/\*$/,
    at: /TaskRole\/DefaultPolicy\/Resource$/,
    reason:
      'A worker protects itself from being chosen at scale-in: tasks of its own cluster get their ids when they start.',
  },
  {
    rule: 'IAM4',
    finding: /AmazonECSInfrastructureRolePolicyForManagedInstances$/,
    at: /\/Gpu(?:Spot|OnDemand)\/Gpu(?:Spot|OnDemand)Role\/Resource$/,
    reason:
      'Backend ecs-gpu: with this policy ECS starts and ends instances that bear its own tag. AWS changes it together with the service; a copy would break when it does.',
  },
  {
    rule: 'IAM5',
    finding:
      /^Resource::(?:\*|arn:<AWS::Partition>:ecs:<AWS::Region>:<AWS::AccountId>:container-instance\/\*)$/,
    at: /\/Gpu(?:Spot|OnDemand)\/InstanceRole\/Resource$/,
    reason:
      'Backend ecs-gpu: the agent of an instance finds its endpoint and registers under an id that it gets when it starts.',
  },
  {
    rule: 'IAM5',
    finding: /^Resource::arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:network-interface\/\*$/,
    at: /\/Worker\/Role\/DefaultPolicy\/Resource$/,
    reason:
      'Backend sagemaker in isolated subnets: network interfaces get their ids when they are made; they are made in the named subnets only.',
  },
  {
    rule: 'IAM5',
    finding: /:rule\/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3\*$/,
    at: /^Observability\/ScanRole\/DefaultPolicy\/Resource$/,
    reason:
      'GuardDuty names the rule by which it hears of new packages itself; the beginning of the name is its own.',
  },
  {
    rule: 'IAM5',
    finding: /\/flights\/[a-z0-9-]+-\*$/,
    at: /^Pipeline\/Operator-[a-z0-9-]+\/DefaultPolicy\/Resource$/,
    reason:
      "An operator's flights begin with the operator's name; each gets the rest of its name when it is flown.",
  },
  {
    rule: 'S1',
    at: /^Console\/Files\/Resource$/,
    reason:
      'It holds the files of the console, which everybody who opens it gets; only CloudFront may read them.',
  },
  {
    rule: 'SF1',
    at: /\/Machine\/Resource$/,
    reason:
      'Errors are logged; the whole history of an execution stays with Step Functions for 90 days, and every photo has its outcome in a table. ALL events of 20 million photos would cost more than the pass.',
  },
  {
    rule: 'SQS3',
    at: /\/(?:UnstartedFlights|\w*Dead)\/Resource$/,
    reason:
      'It is the dead-letter queue: of an event rule and of a function, which the rule does not look at.',
  },
  {
    rule: 'ECS2',
    at: /\/Task\/Resource$/,
    reason:
      'Names of buckets, tables and queues; no secret is among them (asserted in test/lib/suites/least-privilege.ts).',
  },
  {
    rule: 'IAM5',
    finding: /log-group:\/aws\/appsync\/apis\/\*$/,
    at: /^Api\/GraphqlLogRole\/DefaultPolicy\/Resource$/,
    reason:
      'The log group of the API bears its id, which is known only when the API is there; the role is its own.',
  },
  {
    rule: 'ASC3',
    at: /^Api\/Graphql\/Resource$/,
    reason:
      'Requests are logged; only the content of answers is left out: it holds places and people’s names.',
  },
  {
    rule: 'COG2',
    at: /^Api\/People\/Resource$/,
    reason: 'Only in dev, which holds nothing worth stealing: prod requires a second factor (asserted).',
  },
  {
    rule: 'COG8',
    at: /^Api\/People\/Resource$/,
    reason:
      'The plus plan adds risk-based sign-in at 0.02 USD a person and month. A few dozen invited people with a second factor do without.',
  },
  {
    rule: 'CFR1',
    at: /^Console\/Distribution\/Resource$/,
    reason: 'Biologists travel; whoever has no account gets nothing but the empty console.',
  },
  {
    rule: 'CFR2',
    at: /^Console\/Distribution\/Resource$/,
    reason: 'The files of the console are static; the API behind it has its own web ACL (stack Edge).',
  },
  {
    rule: 'CFR3',
    at: /^Console\/Distribution\/Resource$/,
    reason:
      'Who fetched a static file tells nothing; requests that read or change data are logged by AppSync.',
  },
  {
    rule: 'CFR4',
    at: /^Console\/Distribution\/Resource$/,
    reason:
      'Under the name that CloudFront gives, AWS sets the security policy. With an own domain it is TLSv1.2_2021: docs/deploy.md.',
  },
];
