import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseConfig } from '#lib/config.ts';
import { loadConfig } from '#lib/environments.ts';
import { budget } from '#lib/observability/budget.ts';
import { testApp } from './test-app.ts';

const dev = loadConfig('dev');
const address = 'controller@example.org';

function resourcesWith(alarmEmails: string[]) {
  const stack = new Stack(testApp(), 'S');
  budget(stack, parseConfig({ ...dev, operations: { ...dev.operations, alarmEmails } }));
  return Object.values(Template.fromStack(stack).findResources('AWS::Budgets::Budget'));
}

it(
  'tells of the budget at 80 % of it, and when the month is on its way beyond it',
  { timeout: 60_000 },
  () => {
    const [resource] = resourcesWith([address]);
    expect(resource?.['Properties']).toMatchObject({
      Budget: {
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: dev.operations.monthlyBudgetUsd, Unit: 'USD' },
        CostFilters: { TagKeyValue: ['user:umbel:environment$dev'] },
      },
      NotificationsWithSubscribers: [
        { Notification: { NotificationType: 'ACTUAL', Threshold: 80 }, Subscribers: [{ Address: address }] },
        {
          Notification: { NotificationType: 'FORECASTED', Threshold: 100 },
          Subscribers: [{ Address: address }],
        },
      ],
    });
    expect(existsSync(String(resource?.['Metadata']?.['Runbook']))).toBe(true);
  },
);

it('makes none that nobody would hear of: AWS refuses it', { timeout: 60_000 }, () => {
  expect(resourcesWith([])).toEqual([]);
});
