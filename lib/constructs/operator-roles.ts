import { ArnPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Duration } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { flightsOf, type OperatorConfig } from '../operator-config.ts';
import { allowList, allowPut } from './permissions.ts';

/** A role for each operator: `umbel upload` with it can write flights of that operator's name, and see no other. */
export function operatorRoles(
  scope: Construct,
  { config, uploads }: { readonly config: Config; readonly uploads: IBucket },
): Role[] {
  return config.security.operators.map((operator) => operatorRole(scope, { config, uploads, operator }));
}

function operatorRole(
  scope: Construct,
  { config, uploads, operator }: { config: Config; uploads: IBucket; operator: OperatorConfig },
): Role {
  const { name, principalArn, externalId } = operator;
  const role = new Role(scope, `Operator-${name}`, {
    roleName: `${config.prefix}-operator-${name}`,
    description: `Uploads flights called ${name}-...`,
    assumedBy: new ArnPrincipal(principalArn),
    ...(externalId === undefined ? {} : { externalIds: [externalId] }),
    // A flight of 20 GB over a slow line.
    maxSessionDuration: Duration.hours(12),
  });
  allowPut(role, uploads, flightsOf(name));
  allowList(role, uploads, flightsOf(name));
  return role;
}
