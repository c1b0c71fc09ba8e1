import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { z } from 'zod';
import { markKey } from '../constructs/mark.ts';

const markSchema = z.object({ name: z.string(), source: z.string().optional() });

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.object({ [markKey]: markSchema.optional() }).optional(),
});

const outputSchema = z.object({ Value: z.unknown(), Export: z.object({ Name: z.string() }).optional() });

const templateSchema = z.object({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), outputSchema).default({}),
});

export type Resource = z.infer<typeof resourceSchema>;
export type Template = z.infer<typeof templateSchema>;

/** The templates of an assembly. */
export function templatesOf(assembly: CloudAssembly): Template[] {
  return assembly.stacks.map(({ template }) => templateSchema.parse(template));
}

/** A resource that carries a mark. */
export interface MarkedResource {
  readonly name: string;
  readonly source: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly template: Template;
  readonly logicalId: string;
}

/** Every marked resource of a type, in the order of names. */
export function markedResources(templates: readonly Template[], type: string): MarkedResource[] {
  return templates
    .flatMap((template) =>
      Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
        const mark = resource.Metadata?.[markKey];
        if (resource.Type !== type || mark === undefined) return [];
        return [{ ...mark, source: mark.source, properties: resource.Properties, template, logicalId }];
      }),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
