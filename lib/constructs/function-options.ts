import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type FunctionOptions, LoggingFormat, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { environmentOf, type Surroundings } from './environment.ts';
import { allow } from './permissions.ts';

/** One Lambda function; `name` is its folder under `lambdas/`. */
export interface LambdaOptions {
  readonly name: string;
  readonly config: Config;
  /** Root of the repository. */
  readonly sourceRoot: string;
  readonly memoryMb: number;
  readonly timeoutS: number;
  readonly surroundings: Surroundings;
}

/** Source file of a function's handler, from the root of the repository. */
export function handlerSource(name: string): string {
  return `lambdas/${name}/handler.ts`;
}

/** What every function of Umbel has: arm64, traces, structured logs that end. */
export function commonFunctionOptions(scope: Construct, id: string, options: LambdaOptions) {
  const functionName = `${options.config.prefix}-${options.name}`;
  const logGroup = new LogGroup(scope, `${id}Log`, {
    logGroupName: `/aws/lambda/${functionName}`,
    retention: options.config.retention.logs,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // Without a role of ours the library attaches a managed one that may write every log of the account.
  const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  allow(role, ['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]);
  return {
    functionName,
    role,
    logGroup,
    architecture: Architecture.ARM_64,
    memorySize: options.memoryMb,
    timeout: Duration.seconds(options.timeoutS),
    tracing: Tracing.ACTIVE,
    loggingFormat: LoggingFormat.JSON,
    environment: environmentOf(options.name, options.surroundings),
  } satisfies FunctionOptions;
}
