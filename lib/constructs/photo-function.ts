import { IgnoreMode } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { DockerImageCode, DockerImageFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { commonFunctionOptions, handlerSource, type LambdaOptions } from './function-options.ts';
import { ignoreListOf } from './ignore-list.ts';
import { mark } from './mark.ts';

const dockerfile = 'lambdas/photo.Dockerfile';

/**
 * A function that decodes photos. It runs from the one image of `lambdas/photo.Dockerfile`, which holds sharp for
 * arm64 and every such handler; the command chooses among them. The image is built at deployment: synth only hashes
 * its sources.
 */
export function photoFunction(scope: Construct, id: string, options: LambdaOptions): DockerImageFunction {
  const lambda = new DockerImageFunction(scope, id, {
    ...commonFunctionOptions(scope, id, options),
    code: DockerImageCode.fromImageAsset(options.sourceRoot, {
      file: dockerfile,
      cmd: [`${options.name}.handler`],
      platform: Platform.LINUX_ARM64,
      exclude: ignoreListOf(options.sourceRoot, dockerfile),
      ignoreMode: IgnoreMode.DOCKER,
    }),
  });
  mark(lambda, { name: options.name, source: handlerSource(options.name) });
  return lambda;
}
