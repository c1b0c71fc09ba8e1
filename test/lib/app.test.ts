import { afterAll } from 'vitest';
import { rmSync } from 'node:fs';
import { environmentNames } from '#lib/environments.ts';
import { synthesized } from './synthesized.ts';
import { describeCompute } from './suites/compute.ts';
import { describeFindings } from './suites/findings.ts';
import { describeLeastPrivilege } from './suites/least-privilege.ts';
import { describeLint } from './suites/lint.ts';
import { describeOperations } from './suites/operations.ts';
import { describePermissions } from './suites/permissions.ts';
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
  describeWiring(app);
  describeLint(app);
}

describeFindings(environmentNames.map((environment) => synthesized(environment)));

afterAll(() => {
  for (const environment of environmentNames)
    rmSync(synthesized(environment).outdir, { recursive: true, force: true });
});
