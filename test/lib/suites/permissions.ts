import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Synthesized } from '../synthesized.ts';

const listOf = <Item extends z.ZodType>(item: Item) =>
  z.union([item, z.array(item)]).transform((value) => (Array.isArray(value) ? value : [value]));

const statementSchema = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: listOf(z.string()),
  Resource: listOf(z.unknown()).optional(),
});
type Statement = z.infer<typeof statementSchema> & { readonly policy: string };

const policySchema = z.object({ PolicyDocument: z.object({ Statement: z.array(statementSchema) }) });

const replicaPolicySchema = z.object({
  Replicas: z.tuple([
    z.object({
      ResourcePolicy: z.object({ PolicyDocument: z.object({ Statement: z.array(z.unknown()) }) }),
    }),
  ]),
});

/** Actions that AWS does not limit to a resource. */
const unlimited = new Set([
  'ecr:GetAuthorizationToken',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
]);

/** Who may do what. */
export function describePermissions(app: Synthesized): void {
  describe(`permissions of ${app.environment}`, () => {
    const allowed: Statement[] = app.resources('AWS::IAM::Policy').flatMap(({ logicalId, properties }) =>
      policySchema
        .parse(properties)
        .PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow')
        .map((statement) => ({ ...statement, policy: logicalId })),
    );
    const may = (policy: string) =>
      allowed.filter((statement) => statement.policy.startsWith(policy)).flatMap(({ Action }) => Action);

    it('allows no action by a wildcard', () => {
      expect(allowed.length).toBeGreaterThan(20);
      expect(allowed.flatMap(({ Action }) => Action.filter((action) => action.includes('*')))).toEqual([]);
    });

    it('allows nothing on every resource but what AWS cannot limit', () => {
      const wide = allowed.filter(({ Resource }) => Resource?.includes('*')).flatMap(({ Action }) => Action);
      expect(wide.filter((action) => !unlimited.has(action))).toEqual([]);
    });

    it('attaches no managed policy', () => {
      const roles = app.resources('AWS::IAM::Role');
      expect(roles.filter(({ properties }) => properties['ManagedPolicyArns'] !== undefined)).toEqual([]);
    });

    it('lets nobody delete an object or an item, but for what is made to be deleted', () => {
      const deleting = allowed.filter(({ Action }) =>
        Action.some((action) => /:Delete(Object|Item|Table)/.test(action)),
      );
      // Powertools its own records, the API what was answered, the lake's keeper files that were put together.
      const meant = [
        /^\w+ .*Idempotency/,
        /^ApiRole.* .*ReviewQueue/,
        /^TendLakeRole.* .*Lake\w+\\?".*\/data\/\*/,
      ];
      const found = deleting.map(({ policy, Resource }) => `${policy} ${JSON.stringify(Resource)}`);
      expect(found.length).toBeGreaterThan(1);
      expect(found.filter((text) => !meant.some((pattern) => pattern.test(text)))).toEqual([]);
    });

    it('lets nobody change or delete an entry of the audit log: the table itself forbids it to everyone', () => {
      const changing =
        /^dynamodb:(?:(?:Update|Delete|BatchWrite|TransactWrite)Item|PartiQL(?:Update|Delete|Insert)|DeleteTable|UpdateTable)$/;
      const onAudit = allowed.filter(({ Resource }) => JSON.stringify(Resource).includes('Audit'));
      expect(onAudit.flatMap(({ Action }) => Action.filter((action) => changing.test(action)))).toEqual([]);
      const tables = app.resources('AWS::DynamoDB::GlobalTable');
      const audit = tables.filter(({ logicalId }) => logicalId.startsWith('Audit'));
      expect(audit).toHaveLength(1);
      const statement = replicaPolicySchema.parse(audit[0]?.properties).Replicas[0].ResourcePolicy;
      expect(statement.PolicyDocument.Statement).toEqual([
        {
          Sid: 'AppendOnly',
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Resource: '*',
          Action: expect.arrayContaining([
            'dynamodb:UpdateItem',
            'dynamodb:DeleteItem',
            'dynamodb:BatchWriteItem',
            'dynamodb:PartiQLUpdate',
            'dynamodb:PartiQLDelete',
          ]),
        },
      ]);
    });

    it('gives the workflow what its maps need and nothing of the data but the work bucket', () => {
      const workflow = may('FlightMachine');
      for (const action of [
        's3:GetObject',
        's3:PutObject',
        'sqs:SendMessage',
        'lambda:InvokeFunction',
        'states:StartExecution',
        'states:DescribeExecution',
        'states:StopExecution',
        'states:RedriveExecution',
      ]) {
        expect(workflow).toContain(action);
      }
      expect(workflow.filter((action) => action.startsWith('dynamodb:'))).toEqual([]);
      const objects = allowed.filter(
        ({ policy, Action }) => policy.startsWith('FlightMachine') && Action.includes('s3:GetObject'),
      );
      expect(objects.map(({ Resource }) => JSON.stringify(Resource))).toEqual([
        expect.stringContaining('Work'),
      ]);
    });

    it('lets workers report tokens and protect themselves, and write scores only', () => {
      const worker = may('WorkerTaskTaskRole');
      expect(worker).toEqual(
        expect.arrayContaining([
          'states:SendTaskSuccess',
          'states:SendTaskHeartbeat',
          'ecs:UpdateTaskProtection',
        ]),
      );
      const writes = allowed.filter(
        ({ policy, Action }) => policy.startsWith('WorkerTaskTaskRole') && Action.includes('s3:PutObject'),
      );
      // That it holds a batch, so that one which ends its program is careful when it comes again.
      for (const { Resource } of writes) expect(JSON.stringify(Resource)).toContain('/runs/*/batches/*');
    });
  });
}
