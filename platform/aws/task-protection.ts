import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import type { ScaleInProtection } from '../ports.ts';

const answerSchema = z.object({ failure: z.object({ Reason: z.string() }).optional() });

/**
 * Protection of this ECS task against scale-in, through the agent beside it; without an agent (SageMaker, a container run by
 * hand) there is nothing that scales in.
 * Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html
 */
export function ecsTaskProtection(agentUri: string | undefined): ScaleInProtection {
  const put = async (state: { ProtectionEnabled: boolean; ExpiresInMinutes?: number }) => {
    if (agentUri === undefined) return;
    const response = await fetch(`${agentUri}/task-protection/v1/state`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(state),
      signal: AbortSignal.timeout(5_000),
    });
    const { failure } = answerSchema.parse(await response.json());
    if (response.ok && failure === undefined) return;
    throw new UmbelError({
      code: 'ecs.protection-refused',
      kind: 'try-again',
      message: `The ECS agent refused to protect the task: ${failure?.Reason ?? `HTTP ${response.status}`}`,
    });
  };
  return {
    hold: (minutes) => put({ ProtectionEnabled: true, ExpiresInMinutes: minutes }),
    release: () => put({ ProtectionEnabled: false }),
  };
}
