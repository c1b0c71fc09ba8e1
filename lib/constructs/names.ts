import { CfnOutput, type Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { DataStack } from '../stacks/data-stack.ts';
import type { PipelineStack } from '../stacks/pipeline-stack.ts';

/**
 * Tells the names of buckets, tables and the workflow as outputs: `cdk deploy --outputs-file` writes them down, and the
 * command line finds its way by them. Each is named as the environment variable of the handlers: `uploadsBucket` becomes
 * `UploadsBucket`.
 */
export function tellNames({ data, pipeline }: { data: DataStack; pipeline: PipelineStack }): void {
  for (const [name, { bucketName }] of Object.entries(data.buckets)) tell(data, `${name}Bucket`, bucketName);
  // Nobody reads it by this name, but who empties a deployment must find it.
  const accessLogs = data.node.findChild('AccessLogs');
  if (accessLogs instanceof Bucket) tell(data, 'accessLogsBucket', accessLogs.bucketName);
  for (const [name, { tableName }] of Object.entries(data.tables)) tell(data, `${name}Table`, tableName);
  tell(pipeline, 'flightWorkflowArn', pipeline.workflow.stateMachineArn);
}

function tell(stack: Stack, key: string, value: string): void {
  const id = `${key[0]!.toUpperCase()}${key.slice(1)}`;
  // The constructs have taken the plain names: the output gets one of its own, and its key says what it is.
  new CfnOutput(stack, `${id}Name`, { value }).overrideLogicalId(id);
}

/** An output of a stack, for people. */
export function output(stack: Stack, id: string, value: string): CfnOutput {
  return new CfnOutput(stack, id, { value });
}
