import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import { localAttribute, localName } from './local-names.ts';
import type { Resolve } from './resolve.ts';
import { markedResources, type Template } from './template.ts';

const machinePropertiesSchema = z.object({
  DefinitionString: z.unknown(),
  StateMachineType: z.enum(['STANDARD', 'EXPRESS']).default('STANDARD'),
});

/** Workflows: the very definition that would be deployed, with local names in it. */
export function workflowWiring(templates: readonly Template[], resolve: Resolve) {
  return markedResources(templates, 'AWS::StepFunctions::StateMachine').map(
    ({ name, logicalId, template, properties }) => {
      const { DefinitionString, StateMachineType } = machinePropertiesSchema.parse(properties);
      const definition = z.string().parse(resolve(template, DefinitionString));
      return {
        name: localName(name),
        arn: localAttribute(logicalId, template.Resources[logicalId], 'Arn'),
        type: StateMachineType,
        definition: z.record(z.string(), z.unknown()).parse(JSON.parse(definition)),
      };
    },
  );
}

const rulePropertiesSchema = z.object({
  EventPattern: z.unknown(),
  Targets: z.tuple([z.object({ Arn: z.unknown() })]),
});

/** Rules that bring an event to a function. */
export function ruleWiring(
  templates: readonly Template[],
  resolve: Resolve,
  functions: readonly { readonly name: string; readonly arn: string }[],
) {
  return markedResources(templates, 'AWS::Events::Rule').map(({ name, template, properties }) => {
    const { EventPattern, Targets } = rulePropertiesSchema.parse(properties);
    const targetArn = resolve(template, Targets[0].Arn);
    const target = functions.find(({ arn }) => arn === targetArn);
    if (target === undefined) {
      throw new UmbelError({
        code: 'wiring.unknown-target',
        kind: 'bug',
        message: `The rule ${name} has a target that is no marked function: ${String(targetArn)}.`,
      });
    }
    return {
      name: localName(name),
      eventPattern: resolve(template, EventPattern),
      targetFunction: target.name,
    };
  });
}
