import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { shippedPackages } from './shipped-packages.ts';

const componentSchema = z.looseObject({ name: z.string(), version: z.string(), 'bom-ref': z.string() });
const sbomSchema = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  metadata: z.looseObject({ component: z.looseObject({ 'bom-ref': z.string() }) }),
  components: z.array(componentSchema),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()).optional() })),
});

/**
 * How many packages the bill of materials in `file` lists: what npm knows of everything installed (CycloneDX 1.5), without
 * what is not shipped.
 * @param root folder of the repository, with its packages installed
 */
export function writeSbom(root: string, file: string): number {
  // The npm that runs this script where there is one: its path is the same on every system.
  const npm = process.env['npm_execpath'];
  const program = npm === undefined ? ['npm'] : [process.execPath, npm];
  const [command = 'npm', ...first] = program;
  const args = [...first, 'sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application'];
  const text = execFileSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const whole = sbomSchema.parse(JSON.parse(text));
  const shipped = new Set(shippedPackages(root).map(({ name, version }) => `${name}@${version}`));
  const components = whole.components.filter(({ name, version }) => shipped.has(`${name}@${version}`));
  const refs = new Set([
    whole.metadata.component['bom-ref'],
    ...components.map((component) => component['bom-ref']),
  ]);
  const dependencies = whole.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) }));
  writeFileSync(file, `${JSON.stringify({ ...whole, components, dependencies }, undefined, 1)}\n`);
  return components.length;
}
