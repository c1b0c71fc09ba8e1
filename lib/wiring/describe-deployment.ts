import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { functionWiring, queueWiring, serviceWiring } from './compute-wiring.ts';
import { bucketWiring, tableWiring } from './data-wiring.ts';
import { localAccount, localRegion } from './local-names.ts';
import { resolverOf } from './resolve.ts';
import { templatesOf } from './template.ts';
import { ruleWiring, workflowWiring } from './workflow-wiring.ts';

/**
 * What the templates of an assembly declare, with names of this machine: the file that the embedded cloud loads.
 * Nothing is typed twice; what the templates do not say comes from the marks in their metadata.
 * @throws UmbelError `wiring.*` on anything that it cannot resolve
 */
export function describeDeployment(assembly: CloudAssembly) {
  const templates = templatesOf(assembly);
  const resolve = resolverOf(templates);
  const functions = functionWiring(templates, resolve);
  return {
    schema: 'umbel.deployment/1',
    account: localAccount,
    region: localRegion,
    buckets: bucketWiring(templates),
    tables: tableWiring(templates, resolve),
    queues: queueWiring(templates),
    functions,
    services: serviceWiring(templates, resolve),
    workflows: workflowWiring(templates, resolve),
    rules: ruleWiring(templates, resolve, functions),
  };
}

/** The deployment as it is checked in: stable, one line per value, so that a change reads well. */
export function deploymentText(deployment: unknown): string {
  return `${JSON.stringify(deployment, undefined, 2)}\n`;
}
