import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { runbookOf } from './alarms.ts';

/**
 * The budget of a month for everything with the environment's tag: a mail at 80 % of it, and when the month is on its way
 * beyond it. Nobody to tell, no budget: AWS refuses one without.
 */
export function budget(scope: Construct, { environment, prefix, operations }: Config): CfnBudget | undefined {
  const { alarmEmails, monthlyBudgetUsd } = operations;
  if (alarmEmails.length === 0) return undefined;
  const subscribers = alarmEmails.map((address) => ({ subscriptionType: 'EMAIL', address }));
  const tell = (notificationType: string, threshold: number) => ({
    notification: {
      notificationType,
      threshold,
      thresholdType: 'PERCENTAGE',
      comparisonOperator: 'GREATER_THAN',
    },
    subscribers,
  });
  const resource = new CfnBudget(scope, 'Budget', {
    budget: {
      budgetName: `${prefix}-month`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      budgetLimit: { amount: monthlyBudgetUsd, unit: 'USD' },
      costFilters: { TagKeyValue: [`user:umbel:environment$${environment}`] },
    },
    notificationsWithSubscribers: [tell('ACTUAL', 80), tell('FORECASTED', 100)],
  });
  resource.addMetadata('Runbook', runbookOf('cost'));
  return resource;
}
