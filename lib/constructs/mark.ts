import { CfnResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { UmbelError } from '#core/errors.ts';

/** Key under `Metadata` in the template. */
export const markKey = 'Umbel';

/** What a template does not say of a resource and the embedded cloud must know. */
export interface Mark {
  /** Name without the environment's prefix, e.g. `tile-photos`. */
  readonly name: string;
  /** Source file of a function's handler or a container's entry, from the root of the repository. */
  readonly source?: string;
}

/** Writes the mark beside the resource's properties in the template. */
export function mark(construct: Construct, value: Mark): void {
  const resource = construct.node.defaultChild;
  if (!(resource instanceof CfnResource)) {
    throw new UmbelError({
      code: 'lib.no-resource',
      kind: 'bug',
      message: `${construct.node.path} has no one resource to mark as "${value.name}".`,
    });
  }
  resource.addMetadata(markKey, value);
}
