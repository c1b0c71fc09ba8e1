import { z } from 'zod';
import { localName } from './local-names.ts';
import type { Resolve } from './resolve.ts';
import { markedResources, type Template } from './template.ts';

/** Bucket names by what they are for. */
export function bucketWiring(templates: readonly Template[]): Record<string, string> {
  const buckets = markedResources(templates, 'AWS::S3::Bucket');
  return Object.fromEntries(buckets.map(({ name }) => [name, localName(name)]));
}

const tablePropertiesSchema = z.object({
  KeySchema: z.array(z.unknown()),
  AttributeDefinitions: z.array(z.unknown()),
  GlobalSecondaryIndexes: z
    .array(z.object({ IndexName: z.string(), KeySchema: z.unknown(), Projection: z.unknown() }))
    .optional(),
});

/** Tables in the words of DynamoDB's CreateTable. */
export function tableWiring(templates: readonly Template[], resolve: Resolve) {
  return markedResources(templates, 'AWS::DynamoDB::GlobalTable').map(({ name, template, properties }) => {
    // The rest, encryption above all, is no business of the embedded cloud.
    const table = tablePropertiesSchema.parse(resolve(template, tablePropertiesSchema.parse(properties)));
    return {
      name: localName(name),
      keySchema: table.KeySchema,
      attributeDefinitions: table.AttributeDefinitions,
      ...(table.GlobalSecondaryIndexes === undefined
        ? {}
        : { globalSecondaryIndexes: table.GlobalSecondaryIndexes }),
    };
  });
}
