import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import path from 'node:path';
import { commonFunctionOptions, handlerSource, type LambdaOptions } from './function-options.ts';
import { mark } from './mark.ts';

/** CommonJS packages inside an ES module look for `require`. */
const requireBanner =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";

/** A function of plain JavaScript, bundled by the local esbuild at synth. */
export function nodeFunction(scope: Construct, id: string, options: LambdaOptions): NodejsFunction {
  const source = handlerSource(options.name);
  const lambda = new NodejsFunction(scope, id, {
    ...commonFunctionOptions(scope, id, options),
    runtime: Runtime.NODEJS_24_X,
    entry: path.join(options.sourceRoot, source),
    handler: 'handler',
    projectRoot: options.sourceRoot,
    depsLockFilePath: path.join(options.sourceRoot, 'package-lock.json'),
    awsSdkConnectionReuse: false,
    bundling: {
      format: OutputFormat.ESM,
      target: 'node24',
      mainFields: ['module', 'main'],
      banner: requireBanner,
      logLevel: LogLevel.ERROR,
      // The SDK of the lockfile, not whichever the runtime brings this month.
      bundleAwsSDK: true,
      // Leaves the embedded cloud out of the bundle.
      define: { 'process.env.UMBEL_CLOUD': '"aws"' },
    },
  });
  mark(lambda, { name: options.name, source });
  return lambda;
}
