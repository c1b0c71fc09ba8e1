import aslValidator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConfig } from '#lib/environments.ts';
import { describeDeployment } from '#lib/wiring/describe-deployment.ts';
import { parseDeployment } from '#platform/local/deployment.ts';
import type { Synthesized } from '../synthesized.ts';

const retrySchema = z.object({
  ErrorEquals: z.array(z.string()),
  MaxAttempts: z.number(),
  MaxDelaySeconds: z.number().optional(),
  JitterStrategy: z.string().optional(),
});

const stateSchema = z.object({
  Type: z.string(),
  Resource: z.string().optional(),
  TimeoutSeconds: z.number().optional(),
  HeartbeatSeconds: z.number().optional(),
  Retry: z.array(retrySchema).optional(),
  Catch: z.array(z.object({ ErrorEquals: z.array(z.string()), Next: z.string() })).optional(),
});

const mapSchema = stateSchema.extend({
  Label: z.string(),
  MaxConcurrency: z.number(),
  ToleratedFailurePercentage: z.number(),
  ItemBatcher: z.object({ MaxItemsPerBatch: z.number(), BatchInput: z.object({ run: z.string() }) }),
  ItemReader: z.object({ ReaderConfig: z.object({ InputType: z.literal('JSONL') }) }),
  ResultWriter: z.object({
    Resource: z.string(),
    Arguments: z.object({ Bucket: z.string(), Prefix: z.string() }),
  }),
  ItemProcessor: z.object({
    ProcessorConfig: z.object({
      Mode: z.literal('DISTRIBUTED'),
      ExecutionType: z.enum(['EXPRESS', 'STANDARD']),
    }),
    States: z.record(z.string(), stateSchema),
  }),
});

/** The state machine of the workflow `flight`. */
export function describeWorkflow(app: Synthesized): void {
  describe(`workflow of ${app.environment}`, () => {
    const { workflows, queues, functions } = parseDeployment(describeDeployment(app.assembly));
    const definition = workflows[0]!.definition;
    const states = z.record(z.string(), z.looseObject({ Type: z.string() })).parse(definition['States']);
    const maps = Object.entries(states)
      .filter(([, { Type }]) => Type === 'Map')
      .map(([name, state]) => ({ name, ...mapSchema.parse(state) }));
    const children = maps.flatMap(({ name, ItemProcessor }) =>
      Object.values(ItemProcessor.States).map((state) => ({
        map: name,
        type: ItemProcessor.ProcessorConfig.ExecutionType,
        state,
      })),
    );
    const { workflow } = loadConfig(app.environment);

    it('is accepted by asl-validator', () => {
      expect(aslValidator(definition)).toMatchObject({ isValid: true, errors: [] });
    });

    it('keeps the results of its three maps and tolerates a few lost photos', () => {
      expect(maps.map(({ name }) => name).sort()).toEqual(['CutReviewTiles', 'ScorePhotos', 'TilePhotos']);
      for (const map of maps) {
        expect(map.ResultWriter.Arguments.Prefix).toContain("'runs/' & $run.runId");
        expect(map.ToleratedFailurePercentage).toBe(workflow.toleratedFailurePercent);
        expect(map.Label).toBe(map.name);
      }
    });

    it('waits for tokens in STANDARD children only', () => {
      for (const { type, state } of children) {
        expect(state.Resource?.endsWith('.waitForTaskToken')).toBe(type === 'STANDARD');
      }
    });

    it('leaves two tries of a function within the five minutes of an EXPRESS child', () => {
      const express = children.filter(({ type }) => type === 'EXPRESS');
      expect(express).toHaveLength(2);
      for (const { state } of express) {
        const timeouts = state.Retry?.find(({ ErrorEquals }) => ErrorEquals.includes('States.Timeout'));
        const tries = 1 + (timeouts?.MaxAttempts ?? 0);
        // The function ends ten seconds before its state would.
        expect(tries * (state.TimeoutSeconds! - 10) + (timeouts?.MaxDelaySeconds ?? 0)).toBeLessThan(300);
      }
    });

    it('gives each function its time', () => {
      for (const { timeoutS } of functions) expect(timeoutS).toBeLessThanOrEqual(900);
      const tasks = [...Object.values(states), ...children.map(({ state }) => state)].filter(
        ({ Type }) => Type === 'Task',
      );
      expect(tasks.length).toBeGreaterThan(5);
      for (const task of tasks)
        expect(task['TimeoutSeconds' as keyof typeof task]).toEqual(expect.any(Number));
    });

    it('outlasts a dead worker: the heartbeat is longer than two visibilities of the message', () => {
      const waiting = [
        stateSchema.parse(states['CheckSanity']),
        ...children.map(({ state }) => state),
      ].filter(({ Resource }) => Resource?.endsWith('.waitForTaskToken'));
      expect(waiting).toHaveLength(2);
      for (const { HeartbeatSeconds, TimeoutSeconds } of waiting) {
        expect(HeartbeatSeconds).toBeGreaterThanOrEqual(2 * queues[0]!.visibilityTimeoutS);
        expect(HeartbeatSeconds).toBeLessThan(TimeoutSeconds!);
      }
    });

    it('draws every wait before a retry at random', () => {
      const retries = children
        .flatMap(({ state }) => state.Retry ?? [])
        .filter(({ MaxAttempts }) => MaxAttempts > 0);
      expect(retries.length).toBeGreaterThan(3);
      for (const { JitterStrategy } of retries) expect(JitterStrategy).toBe('FULL');
    });

    it('catches nothing, so that a redrive goes on with the state that failed', () => {
      for (const state of [...Object.values(states), ...children.map(({ state }) => state)]) {
        expect(state.Type).not.toBe('Fail');
        expect(stateSchema.parse(state).Catch).toBeUndefined();
      }
    });
  });
}
