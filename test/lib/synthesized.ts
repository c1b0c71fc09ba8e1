import type { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { buildApp } from '#lib/app.ts';
import type { EnvironmentName } from '#lib/config.ts';

/** A resource of a template as it is written there. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Of every resource at once, to look for a text in it. */
  readonly text: string;
}

export interface Synthesized {
  readonly environment: EnvironmentName;
  readonly app: App;
  readonly assembly: CloudAssembly;
  /** Folder of the templates. */
  readonly outdir: string;
  /** Every resource of a type, over all stacks. */
  resources(type: string): Resource[];
}

const templateSchema = z.object({
  Resources: z.record(
    z.string(),
    z.object({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).default({}) }),
  ),
});

const cache = new Map<EnvironmentName, Synthesized>();

/** The templates of an environment, synthesized once in this process. */
export function synthesized(environment: EnvironmentName): Synthesized {
  const known = cache.get(environment);
  if (known !== undefined) return known;
  const outdir = mkdtempSync(path.join(tmpdir(), `umbel-synth-${environment}-`));
  const app = buildApp({ environment, outdir });
  const assembly = app.synth();
  const all = assembly.stacks.flatMap(({ template }) =>
    Object.entries(templateSchema.parse(template).Resources).map(([logicalId, { Type, Properties }]) => ({
      logicalId,
      type: Type,
      properties: Properties,
      text: JSON.stringify(Properties),
    })),
  );
  const result = {
    environment,
    app,
    assembly,
    outdir,
    resources: (type: string) => all.filter((resource) => resource.type === type),
  };
  cache.set(environment, result);
  return result;
}

/** The resources that do not hold what `good` asks: their logical ids, for a test that names the culprits. */
export function culprits(resources: readonly Resource[], good: (resource: Resource) => boolean): string[] {
  return resources.filter((resource) => !good(resource)).map(({ logicalId }) => logicalId);
}
