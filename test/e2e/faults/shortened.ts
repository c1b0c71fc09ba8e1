import { z } from 'zod';
import { type Deployment, loadDeployment } from '#platform/local/deployment.ts';

/** The deployment with the time limit of one function changed. */
export function withTimeLimit(functionName: string, timeoutS: number): Deployment {
  const deployment = loadDeployment();
  const functions = deployment.functions.map((each) =>
    each.name === functionName ? { ...each, timeoutS } : each,
  );
  return { ...deployment, functions };
}

/** The deployment with two workers on the queue to score. */
export function withTwoWorkers(): Deployment {
  const deployment = loadDeployment();
  const { services } = deployment;
  const another = services.filter(({ name }) => name === 'umbel-inference');
  return {
    ...deployment,
    services: [...services, ...another.map((service) => ({ ...service, name: `${service.name}-2` }))],
  };
}

const mapSchema = z.looseObject({
  ItemProcessor: z.looseObject({ States: z.record(z.string(), z.looseObject({})) }),
});

/** The deployment in which a batch to score counts as lost after so many seconds without a word, and is sent again. */
export function withHeartbeat(heartbeatS: number): Deployment {
  const deployment = loadDeployment();
  const workflows = deployment.workflows.map((workflow) => {
    if (workflow.name !== 'umbel-flight') return workflow;
    const states = z.record(z.string(), z.unknown()).parse(workflow.definition['States']);
    const map = mapSchema.parse(states['ScorePhotos']);
    const { ScoreBatch, ...others } = map.ItemProcessor.States;
    const batch = { ...ScoreBatch, HeartbeatSeconds: heartbeatS };
    const ItemProcessor = { ...map.ItemProcessor, States: { ...others, ScoreBatch: batch } };
    return {
      ...workflow,
      definition: { ...workflow.definition, States: { ...states, ScorePhotos: { ...map, ItemProcessor } } },
    };
  });
  return { ...deployment, workflows };
}
