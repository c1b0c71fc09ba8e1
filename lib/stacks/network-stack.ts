import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { type InferenceNetwork, inferenceNetwork } from '../constructs/inference-network.ts';

/** The network of all workers: no way in, no NAT, gateway endpoints for what they read and write. */
export class NetworkStack extends Stack {
  readonly network: InferenceNetwork;

  constructor(scope: Construct, id: string, props: StackProps & { readonly config: Config }) {
    super(scope, id, props);
    this.network = inferenceNetwork(this, 'Network', props.config);
  }
}
