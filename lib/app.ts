import { App, type AppProps, Tags } from 'aws-cdk-lib';
import path from 'node:path';
import { readContext } from './context.ts';
import { loadConfig } from './environments.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { ConsoleStack } from './stacks/console-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { InferenceStack } from './stacks/inference-stack.ts';
import { PipelineStack } from './stacks/pipeline-stack.ts';
import { TrainingStack } from './stacks/training-stack.ts';

const repositoryRoot = path.join(import.meta.dirname, '..');

export interface BuildOptions extends Pick<AppProps, 'outdir'> {
  /** `dev` (the default) or `prod`; the context `environment` of the command line wins. */
  readonly environment?: string;
  /** Where handlers and Dockerfiles are; default: this repository. */
  readonly sourceRoot?: string;
}

/** cfn-lint does not know yet that these can be tagged. */
const tagOptions = { excludeResourceTypes: ['AWS::ApplicationAutoScaling::ScalableTarget'] };

/**
 * The CDK app of one environment, not yet synthesized. It asks AWS nothing: stacks take account and region from
 * whoever deploys them.
 * @throws UmbelError `config.unknown-environment`, `config.invalid`
 */
export function buildApp(options: BuildOptions = {}): App {
  const context = readContext(path.join(repositoryRoot, 'cdk.json'));
  const app = new App({ context, ...(options.outdir === undefined ? {} : { outdir: options.outdir }) });
  const wanted: unknown = options.environment ?? app.node.tryGetContext('environment') ?? 'dev';
  const config = loadConfig(String(wanted));
  const sourceRoot = options.sourceRoot ?? repositoryRoot;
  const named = (name: string) => ({ config, sourceRoot, stackName: `${config.prefix}-${name}` });
  const data = new DataStack(app, 'Data', {
    ...named('data'),
    terminationProtection: config.retention.keepData,
  });
  const inference = new InferenceStack(app, 'Inference', { ...named('inference'), data });
  const pipeline = new PipelineStack(app, 'Pipeline', { ...named('pipeline'), data, inference });
  const training = new TrainingStack(app, 'Training', { ...named('training'), data, inference });
  const api = new ApiStack(app, 'Api', { ...named('api'), data, pipeline });
  const website = new ConsoleStack(app, 'Console', { ...named('console'), data, api });
  for (const stack of [data, inference, pipeline, training, api, website])
    Tags.of(stack).add('umbel:environment', config.environment, tagOptions);
  return app;
}
