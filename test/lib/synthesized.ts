import type { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { buildApp } from '#lib/app.ts';
import { type Config, type EnvironmentName, parseConfig } from '#lib/config.ts';
import { loadConfig } from '#lib/environments.ts';
import { type BackendName, withBackend } from '#lib/inference-backends.ts';

/** A resource of a template as it is written there. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** What becomes of it when its stack goes: `Delete` or `Retain`. */
  readonly deletionPolicy: string;
  /** Of every resource at once, to look for a text in it. */
  readonly text: string;
}

export interface Synthesized {
  readonly environment: EnvironmentName;
  /** The environment, and the backend where it is not the environment's own: `dev`, `prod sagemaker`. */
  readonly label: string;
  readonly config: Config;
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
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      DeletionPolicy: z.string().default('Delete'),
    }),
  ),
});

const cache = new Map<string, Synthesized>();

/** The templates of an environment, synthesized once in this process. */
export function synthesized(environment: EnvironmentName): Synthesized {
  const known = cache.get(environment);
  if (known !== undefined) return known;
  const result = synthesize({
    environment,
    label: environment,
    config: loadConfig(environment),
    bundle: true,
  });
  cache.set(environment, result);
  return result;
}

/** Somebody who uploads with credentials of AWS. */
const operator = { name: 'ulrum', principalArn: 'arn:aws:iam::123456789012:role/pilots' };

/** Servers of one's own that models run on. */
export const remoteServers = ['models.internal:8501', '10.30.0.0/16'];

/** The templates of an environment with another backend, an operator and models that run elsewhere; its functions are described, not bundled. */
export function synthesizedWith(environment: EnvironmentName, backend: BackendName): Synthesized {
  const label = `${environment} ${backend}`;
  const known = cache.get(label);
  if (known !== undefined) return known;
  const { security, inference, ...rest } = withBackend(loadConfig(environment), backend);
  const config = parseConfig({
    ...rest,
    inference: { ...inference, remoteAllow: remoteServers },
    security: { ...security, operators: [operator] },
  });
  const result = synthesize({ environment, label, config, bundle: false });
  cache.set(label, result);
  return result;
}

interface Wanted extends Pick<Synthesized, 'environment' | 'label' | 'config'> {
  readonly bundle: boolean;
}

function synthesize({ bundle, ...wanted }: Wanted): Synthesized {
  const outdir = mkdtempSync(path.join(tmpdir(), `umbel-synth-${wanted.label.replace(' ', '-')}-`));
  const app = buildApp({ config: wanted.config, outdir, bundle });
  const assembly = app.synth();
  const all = assembly.stacks.flatMap(({ template }) =>
    Object.entries(templateSchema.parse(template).Resources).map(([logicalId, resource]) => ({
      logicalId,
      type: resource.Type,
      properties: resource.Properties,
      deletionPolicy: resource.DeletionPolicy,
      text: JSON.stringify(resource.Properties),
    })),
  );
  const resources = (type: string) => all.filter((resource) => resource.type === type);
  return { ...wanted, app, assembly, outdir, resources };
}

/** The resources that do not hold what `good` asks: their logical ids, for a test that names the culprits. */
export function culprits(resources: readonly Resource[], good: (resource: Resource) => boolean): string[] {
  return resources.filter((resource) => !good(resource)).map(({ logicalId }) => logicalId);
}
