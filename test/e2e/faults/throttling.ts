import type { Platform } from '#platform/platform.ts';
import { failing, refusedByService } from './store-faults.ts';
import type { Marks } from './marks.ts';
import type { FaultPlan } from './plan.ts';

/**
 * Refuses a share of the calls of every port, each as its service does it: the first of a process, and then every n-th.
 * Tables: see `database-proxy.ts`.
 */
export function withThrottling(platform: Platform, plan: FaultPlan, marks: Marks): Platform {
  const { throttle } = plan;
  if (throttle === undefined) return platform;
  const every = Math.round(1 / throttle);
  const calls = new Map<string, number>();
  const fault = (port: string, method: string, error: () => Error): Error | undefined => {
    const earlier = calls.get(port) ?? 0;
    calls.set(port, earlier + 1);
    const isRefused = earlier % every === 0;
    marks.note('throttling', `${port} ${isRefused ? 'refused' : 'passed'} ${method}`);
    return isRefused ? error() : undefined;
  };
  const throttled = <Port extends object>(name: string, port: Port, error: () => Error): Port =>
    Object.fromEntries(
      Object.entries(port).map(([method, call]: [string, (...args: unknown[]) => Promise<unknown>]) => [
        method,
        (...args: unknown[]) => {
          const refusal = fault(name, method, error);
          return refusal === undefined ? call(...args) : Promise.reject(refusal);
        },
      ]),
    ) as Port;
  return {
    ...platform,
    objects: failing(platform.objects, (method) =>
      fault('objects', method, () => refusedByService('SlowDown', 503)),
    ),
    queue: throttled('queue', platform.queue, () => refusedByService('RequestThrottled', 403)),
    workflows: throttled('workflows', platform.workflows, busy),
    events: throttled('events', platform.events, busy),
  };
}

function busy(): Error {
  return refusedByService('ThrottlingException', 400);
}
