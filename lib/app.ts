import { App, type AppProps, type Stack, Tags, Validations } from 'aws-cdk-lib';
import path from 'node:path';
import { type Config, parseConfig } from './config.ts';
import { tellNames } from './constructs/names.ts';
import { readContext } from './context.ts';
import { loadConfig } from './environments.ts';
import { backendOf, withBackend } from './inference-backends.ts';
import { boundRoles } from './security/boundary.ts';
import { reasonedChecks } from './security/findings.ts';
import { AnalyticsStack } from './stacks/analytics-stack.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { ConsoleStack } from './stacks/console-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { EdgeStack } from './stacks/edge-stack.ts';
import { InferenceStack } from './stacks/inference-stack.ts';
import { NetworkStack } from './stacks/network-stack.ts';
import { ObservabilityStack } from './stacks/observability-stack.ts';
import { PipelineStack } from './stacks/pipeline-stack.ts';
import { TrainingStack } from './stacks/training-stack.ts';

const repositoryRoot = path.join(import.meta.dirname, '..');

export interface BuildOptions extends Pick<AppProps, 'outdir'> {
  /** `dev` (the default) or `prod`; the context `environment` of the command line wins. */
  readonly environment?: string;
  /** Another configuration than the environment's own. */
  readonly config?: Config;
  /** False: functions are described, not bundled, which takes a third of the time. Nothing can be deployed from it. */
  readonly bundle?: boolean;
  /** Where handlers and Dockerfiles are; default: this repository. */
  readonly sourceRoot?: string;
}

/** cfn-lint does not know yet that these can be tagged. */
const tagOptions = {
  excludeResourceTypes: ['AWS::ApplicationAutoScaling::ScalableTarget', 'AWS::CloudWatch::Dashboard'],
};

/**
 * The CDK app of one environment, not yet synthesized. It asks AWS nothing: stacks take account and region from
 * whoever deploys them.
 * @throws UmbelError `config.unknown-environment`, `config.unknown-backend`, `config.invalid`
 */
export function buildApp(options: BuildOptions = {}): App {
  const context = {
    ...readContext(path.join(repositoryRoot, 'cdk.json')),
    ...(options.bundle === false ? { 'aws:cdk:bundling-stacks': [] } : {}),
  };
  const app = new App({ context, ...(options.outdir === undefined ? {} : { outdir: options.outdir }) });
  const config = options.config ?? wantedConfig(app, options.environment);
  const sourceRoot = options.sourceRoot ?? repositoryRoot;
  Validations.of(app).addPlugins(reasonedChecks());
  for (const stack of stacksOf(app, config, sourceRoot)) {
    Tags.of(stack).add('umbel:environment', config.environment, tagOptions);
    if (config.permissionsBoundary !== null) boundRoles(stack, config.permissionsBoundary);
  }
  return app;
}

/** The configuration that the command line asks for: `-c environment=prod`, `-c backend=ecs-gpu`. */
function wantedConfig(app: App, environment: string | undefined): Config {
  const wanted: unknown = environment ?? app.node.tryGetContext('environment') ?? 'dev';
  const config = loadConfig(String(wanted));
  const backend: unknown = app.node.tryGetContext('backend');
  return typeof backend === 'string' ? parseConfig(withBackend(config, backendOf(backend))) : config;
}

/** Every stack, those with data protected where the environment keeps its data. */
function stacksOf(app: App, config: Config, sourceRoot: string): Stack[] {
  const named = (name: string) => ({ config, sourceRoot, stackName: `${config.prefix}-${name}` });
  const terminationProtection = config.retention.keepData;
  const data = new DataStack(app, 'Data', { ...named('data'), terminationProtection });
  const network = new NetworkStack(app, 'Network', named('network'));
  const inference = new InferenceStack(app, 'Inference', {
    ...named('inference'),
    data,
    network: network.network,
  });
  const pipeline = new PipelineStack(app, 'Pipeline', { ...named('pipeline'), data, inference });
  const training = new TrainingStack(app, 'Training', { ...named('training'), data, inference });
  // It holds the people: with it their second factors would go.
  const api = new ApiStack(app, 'Api', { ...named('api'), data, pipeline, terminationProtection });
  const edge = new EdgeStack(app, 'Edge', { ...named('edge'), api });
  const website = new ConsoleStack(app, 'Console', { ...named('console'), data, api });
  const watch = new ObservabilityStack(app, 'Observability', {
    ...named('observability'),
    data,
    inference,
    pipeline,
  });
  const analytics = new AnalyticsStack(app, 'Analytics', {
    ...named('analytics'),
    data,
    eventBus: pipeline.eventBus,
    topic: watch.topic,
  });
  tellNames({ data, pipeline });
  return [data, network, inference, pipeline, training, api, edge, website, watch, analytics];
}
