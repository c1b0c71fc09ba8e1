import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnGraphQLApi, FieldLogLevel, type GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { allow } from './permissions.ts';

/**
 * Lets the API write down who asked for what, in a log that ends. The library's own `logConfig` would bring a function that
 * may change every log group of the account, and a role that may write every log.
 */
export function logApi(scope: Construct, api: GraphqlApi, retention: RetentionDays): LogGroup {
  const role = new Role(scope, 'GraphqlLogRole', {
    assumedBy: new ServicePrincipal('appsync.amazonaws.com'),
  });
  const groups = Stack.of(scope).formatArn({ service: 'logs', resource: 'log-group:/aws/appsync/apis/*' });
  allow(role, ['logs:CreateLogStream', 'logs:PutLogEvents'], [groups]);
  const logGroup = new LogGroup(scope, 'GraphqlLog', {
    logGroupName: `/aws/appsync/apis/${api.apiId}`,
    retention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const resource = api.node.defaultChild ?? api.node.findChild('Resource');
  if (!(resource instanceof CfnGraphQLApi)) throw new TypeError(`${api.node.path} has no API below it`);
  resource.logConfig = {
    cloudWatchLogsRoleArn: role.roleArn,
    fieldLogLevel: FieldLogLevel.ERROR,
    // Answers stay out of the log: they hold places and people's names.
    excludeVerboseContent: true,
  };
  return logGroup;
}
