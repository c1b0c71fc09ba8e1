import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { receivesMax, wornOutError } from '#core/work-queue.ts';
import type { Platform } from '#platform/platform.ts';
import type { TokenAnswer } from '#platform/ports.ts';
import { performTask, serveTasks, type TaskPlatform } from '#platform/task-worker.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockReturnValue(undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const reports: string[] = [];

/** Workflows that answer heartbeats in this order, the last one for ever. */
function workflowsThatSay(...answers: TokenAnswer[]): Pick<Platform, 'workflows'> {
  reports.length = 0;
  const report = (what: string): Promise<TokenAnswer> => {
    reports.push(what);
    return Promise.resolve('ok');
  };
  return {
    workflows: {
      start: () => Promise.resolve('started'),
      progress: () => Promise.resolve([]),
      succeedTask: () => report('succeeded'),
      failTask: (_token, error) => report(error),
      heartbeat: () => Promise.resolve((answers.length > 1 ? answers.shift() : answers[0]) ?? 'ok'),
    },
  };
}

const keep = () => Promise.resolve();
const task = { taskToken: 't-1' };

it('ends the worker whose task hangs when nobody waits for it any more', async () => {
  const platform = workflowsThatSay('ok', 'gone');
  const hangs = { perform: () => new Promise(() => undefined), keep };
  const ended = performTask(platform, task, hangs).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(20_000 + 60_000);
  expect(await ended).toMatchObject({ code: 'task.stuck' });
  expect(reports).toEqual([]);
});

it('lets a task take its time as long as it is waited for', async () => {
  const platform = workflowsThatSay('ok');
  const slow = { perform: () => new Promise((resolve) => setTimeout(() => resolve('done'), 300_000)), keep };
  const ended = performTask(platform, task, slow);
  await vi.advanceTimersByTimeAsync(300_000);
  expect(await ended).toBe('succeeded');
  expect(reports).toEqual(['succeeded']);
});

it('goes on to the next task where this one ends by itself soon after', async () => {
  const platform = workflowsThatSay('ok', 'gone');
  const obedient = {
    perform: (_task: unknown, signal: AbortSignal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => setTimeout(() => reject(new Error('stopped')), 5_000));
      }),
    keep,
  };
  const ended = performTask(platform, task, obedient);
  await vi.advanceTimersByTimeAsync(100_000);
  expect(await ended).toBe('gone');
});

/** A queue in which one message was taken so often, and what became of it. */
async function serveOne(receiveCount: number): Promise<{ readonly tried: number; readonly deleted: number }> {
  const stop = new AbortController();
  const seen = { tried: 0, deleted: 0 };
  const message = { messageId: 'm', receipt: 'r', body: JSON.stringify(task), receiveCount };
  const platform: TaskPlatform = {
    ...workflowsThatSay('ok'),
    queue: {
      receive: () => Promise.resolve(message),
      extend: () => Promise.resolve(),
      delete() {
        seen.deleted++;
        stop.abort();
        return Promise.resolve();
      },
    },
    protection: { hold: () => Promise.resolve(), release: () => Promise.resolve() },
  };
  await serveTasks(platform, stop.signal, {
    parse: (body) => z.object({ taskToken: z.string() }).parse(body),
    perform() {
      seen.tried++;
      return Promise.resolve('done');
    },
  });
  return seen;
}

it('tries a message again whose workers ended without a word', async () => {
  expect(await serveOne(receivesMax - 1)).toEqual({ tried: 1, deleted: 1 });
  expect(reports).toEqual(['succeeded']);
});

it('asks for a new message before the queue sets this one aside: nobody would miss it for long', async () => {
  expect(await serveOne(receivesMax)).toEqual({ tried: 0, deleted: 1 });
  expect(reports).toEqual([wornOutError]);
});
