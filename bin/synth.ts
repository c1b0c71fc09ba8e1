import { rmSync, writeFileSync } from 'node:fs';
import { environmentNames } from '#lib/environments.ts';
import { buildApp } from '#lib/app.ts';
import { deploymentText, describeDeployment } from '#lib/wiring/describe-deployment.ts';
import { deploymentFile, parseDeployment } from '#platform/local/deployment.ts';

// Templates of every environment into cdk.out/<environment>, and the wiring of the embedded cloud from those of dev.
for (const environment of environmentNames) {
  const outdir = `cdk.out/${environment}`;
  rmSync(outdir, { recursive: true, force: true });
  const assembly = buildApp({ environment, outdir }).synth();
  console.log(`${environment}: ${assembly.stacks.map(({ stackName }) => stackName).join(', ')} -> ${outdir}`);
  if (environment === 'dev')
    writeFileSync(deploymentFile, deploymentText(parseDeployment(describeDeployment(assembly))));
}
