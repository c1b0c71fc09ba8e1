import type { IPolicyValidationPlugin } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { type Reason, reasons } from './reasons.ts';

/** A finding of the AWS Solutions rules. */
export interface Finding {
  /** Of AwsSolutions, e.g. `IAM5`. */
  readonly rule: string;
  /** What it says beside the rule, e.g. `Resource::*`. */
  readonly text: string | undefined;
  /** Path of the construct. */
  readonly at: string;
  readonly description: string;
  /** Why it is accepted; undefined: it is not. */
  readonly reason: Reason | undefined;
}

/** Every finding in an app that was synthesized: before, references between stacks are not settled. */
export function findingsIn(app: IConstruct): Finding[] {
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  return violations.flatMap(({ ruleName, description, violatingResources }) => {
    const [, rule = ruleName, text] = /^AwsSolutions-([A-Z0-9]+)(?:\[(.*)\])?$/s.exec(ruleName) ?? [];
    return violatingResources.map(({ constructPath: at = '' }) => ({
      rule,
      text,
      at,
      description,
      reason: reasons.find((reason) => meets(reason, { rule, text, at })),
    }));
  });
}

function meets(reason: Reason, { rule, text, at }: Pick<Finding, 'rule' | 'text' | 'at'>): boolean {
  if (reason.rule !== rule || !reason.at.test(at)) return false;
  return reason.finding === undefined ? text === undefined : reason.finding.test(text ?? '');
}

/** The AWS Solutions rules as a check of `cdk deploy`: it fails on a finding that nobody has given a reason for. */
export function reasonedChecks(): IPolicyValidationPlugin {
  return {
    name: 'AWS Solutions, with reasons',
    validate({ appConstruct }) {
      const violations = findingsIn(appConstruct)
        .filter(({ reason }) => reason === undefined)
        .map(({ rule, text, at, description }) => ({
          ruleName: text === undefined ? `AwsSolutions-${rule}` : `AwsSolutions-${rule}[${text}]`,
          description,
          severity: 'error',
          fix: 'Mend it, or give a reason in lib/security/reasons.ts.',
          violatingResources: [{ constructPath: at, locations: ['Properties'] }],
        }));
      return { success: violations.length === 0, violations };
    },
  };
}
