import { afterAll } from 'vitest';
import { rmSync } from 'node:fs';
import { environmentNames } from '#lib/environments.ts';
import { synthesized, synthesizedWith } from './synthesized.ts';
import { describeBranches } from './suites/branches.ts';
import { describeCompute } from './suites/compute.ts';
import { describeEndpoint } from './suites/endpoint.ts';
import { describeFindings } from './suites/findings.ts';
import { describeGpuWorkers } from './suites/gpu-workers.ts';
import { describeKeeping } from './suites/keeping.ts';
import { describeLeastPrivilege } from './suites/least-privilege.ts';
import { describeLint } from './suites/lint.ts';
import { describeOperations } from './suites/operations.ts';
import { describePermissions } from './suites/permissions.ts';
import { describeRemoteModels } from './suites/remote-models.ts';
import { describeSecurity } from './suites/security.ts';
import { describeStorage } from './suites/storage.ts';
import { describeWiring } from './suites/wiring.ts';
import { describeWorkflow } from './suites/workflow.ts';

// One file, so that the apps are synthesized once: each takes seconds.
for (const environment of environmentNames) {
  const app = synthesized(environment);
  describeStorage(app);
  describeCompute(app);
  describePermissions(app);
  describeLeastPrivilege(app);
  describeOperations(app);
  describeWorkflow(app);
  describeBranches(app);
  describeWiring(app);
  describeSecurity(app);
  describeKeeping(app);
  describeLint(app);
}

const gpu = synthesizedWith('dev', 'ecs-gpu');
const endpoint = synthesizedWith('prod', 'sagemaker');
describeGpuWorkers(gpu);
describeEndpoint(endpoint);
for (const app of [gpu, endpoint]) {
  describeBranches(app);
  describeLeastPrivilege(app);
  describeLint(app);
}

const apps = [...environmentNames.map((environment) => synthesized(environment)), gpu, endpoint];
describeFindings(apps);
for (const app of apps) describeRemoteModels(app);

afterAll(() => {
  for (const { outdir } of apps) rmSync(outdir, { recursive: true, force: true });
});
