import { Stack, type StackProps } from 'aws-cdk-lib';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import type { ApiStack } from './api-stack.ts';

export interface EdgeStackProps extends StackProps {
  readonly config: Config;
  readonly api: ApiStack;
}

/** Requests of one address in five minutes: a biologist at full speed makes a few hundred. */
const mostRequests = 3000;

/** The web ACL before the API: known bad requests, and addresses that ask too often, are refused. */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props);
    const acl = new CfnWebACL(this, 'WebAcl', {
      name: `${props.config.prefix}-api`,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('web-acl'),
      rules: [
        tooOften(0),
        // The size of a body is AppSync's business: a hundred answers of a biologist are longer than the rule allows.
        managed('AWSManagedRulesCommonRuleSet', 1, ['SizeRestrictions_BODY']),
        managed('AWSManagedRulesKnownBadInputsRuleSet', 2),
      ],
    });
    const before = new CfnWebACLAssociation(this, 'BeforeApi', {
      resourceArn: props.api.api.arn,
      webAclArn: acl.attrArn,
    });
    before.addResourceDependency(acl);
  }
}

/** CloudFront stands before the API, so the address is the one that it names. */
function tooOften(priority: number): CfnWebACL.RuleProperty {
  return {
    name: 'too-often',
    priority,
    action: { block: {} },
    statement: {
      rateBasedStatement: {
        limit: mostRequests,
        aggregateKeyType: 'FORWARDED_IP',
        forwardedIpConfig: { headerName: 'X-Forwarded-For', fallbackBehavior: 'MATCH' },
      },
    },
    visibilityConfig: visible('too-often'),
  };
}

function managed(name: string, priority: number, counted: readonly string[] = []): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
    visibilityConfig: visible(name),
  };
}

function visible(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true };
}
