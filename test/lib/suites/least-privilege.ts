import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Synthesized } from '../synthesized.ts';

const policySchema = z.object({
  PolicyDocument: z.object({
    Statement: z.array(z.object({ Action: z.unknown(), Resource: z.unknown(), Effect: z.string() })),
  }),
});

const containersSchema = z.array(
  z.object({ Environment: z.array(z.object({ Name: z.string() })).default([]) }),
);
const variablesSchema = z.object({ Variables: z.record(z.string(), z.unknown()).default({}) });

/** What each role may do, as lines `action on resource`; people read it too. `vitest -u` writes it anew. */
const expectedFile = (label: string) =>
  `./suites/least-privilege${label === 'prod' ? '' : `.${label.replace(' ', '-')}`}.generated.json`;

/** Every right of every function and worker, one by one: a new one shows in a diff. */
export function describeLeastPrivilege(app: Synthesized): void {
  describe(`rights of ${app.label}`, () => {
    it('are those that stand in least-privilege*.generated.json, and no more', async () => {
      const rights = `${JSON.stringify(rightsOf(app), undefined, 2)}\n`;
      await expect(rights).toMatchFileSnapshot(expectedFile(app.label));
    });

    it('come with no secret in the environment of a function or a container', () => {
      const ofFunctions = app
        .resources('AWS::Lambda::Function')
        .flatMap(({ properties }) =>
          Object.keys(variablesSchema.parse(properties['Environment'] ?? {}).Variables),
        );
      const ofContainers = app
        .resources('AWS::ECS::TaskDefinition')
        .flatMap(({ properties }) => containersSchema.parse(properties['ContainerDefinitions']))
        .flatMap(({ Environment }) => Environment.map(({ Name }) => Name));
      const names = [...ofFunctions, ...ofContainers];
      expect(names.length).toBeGreaterThan(40);
      expect(names.filter((name) => /secret|password|token|credential|_key$/i.test(name))).toEqual([]);
    });
  });
}

/** Lines by policy. */
function rightsOf(app: Synthesized): Record<string, string[]> {
  const rights: Record<string, string[]> = {};
  for (const { logicalId, properties } of app.resources('AWS::IAM::Policy')) {
    const name = logicalId.replace(/(?:DefaultPolicy)?[0-9A-F]{8}$/, '');
    const lines = policySchema
      .parse(properties)
      .PolicyDocument.Statement.flatMap((statement) =>
        listOf(statement.Action).flatMap((action) =>
          listOf(statement.Resource).map((resource) => `${String(action)} on ${textOf(resource)}`),
        ),
      );
    rights[name] = [...new Set([...(rights[name] ?? []), ...lines])].sort();
  }
  return Object.fromEntries(Object.entries(rights).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

const joinSchema = z.object({ 'Fn::Join': z.tuple([z.string(), z.array(z.unknown())]) });

/** A resource without the environment's name and without the library's hashes: `Uploads/flights/*`. */
function textOf(resource: unknown): string {
  const join = joinSchema.safeParse(resource);
  const text = join.success
    ? join.data['Fn::Join'][1].map((part) => textOf(part)).join(join.data['Fn::Join'][0])
    : typeof resource === 'string'
      ? resource
      : nameOf(resource);
  return text.replaceAll('umbel-dev', 'umbel');
}

/** The name in a reference: to a resource of this stack, or to an output of another. */
function nameOf(reference: unknown): string {
  const text = JSON.stringify(reference);
  const imported = /ExportsOutput(?:FnGetAtt|Ref)(\w+?)[0-9A-F]{8}(?:Arn)?[0-9A-F]{8}/.exec(text)?.[1];
  if (imported !== undefined) return imported;
  const own = /"(?:Ref|Fn::GetAtt)":\[?"([\w:]+?)(?:[0-9A-F]{8})?"/.exec(text)?.[1];
  return own?.replace(/^AWS::/, '') ?? text;
}
