import { type CostLine, costLine } from './cost-lines.ts';

const hoursPerMonth = 730;

/** What a deployment of the environment `prod` costs in a month without a single photo. */
export function fixedLines(): CostLine[] {
  return [
    costLine('Network', 'interface endpoints of the workers', {
      price: 'endpointHour',
      quantity: endpoints * zones * hoursPerMonth,
      formula: `${endpoints} endpoints x ${zones} zones x ${hoursPerMonth} hours`,
    }),
    costLine('WAF', 'web ACL', { price: 'wafAcl', quantity: 1, formula: '1 web ACL before the API' }),
    costLine('WAF', 'its rules', { price: 'wafRule', quantity: rules, formula: `${rules} rules` }),
    costLine('KMS', 'key of the data', { price: 'kmsKey', quantity: 1, formula: '1 key' }),
    costLine('CloudWatch', 'alarms', { price: 'alarm', quantity: alarms, formula: `${alarms} alarms` }),
    costLine('CloudWatch', 'dashboard', { price: 'dashboard', quantity: 1, formula: '1 dashboard' }),
    costLine('CloudWatch', 'metrics of the functions', {
      price: 'metric',
      quantity: metrics,
      formula: `${metrics} metrics that the handlers write`,
    }),
  ];
}

/** As lib/constructs/inference-network.ts makes them. */
const endpoints = 5;
const zones = 2;
/** As lib/stacks/edge-stack.ts and lib/observability have them. */
const rules = 3;
const alarms = 16;
const metrics = 15;
