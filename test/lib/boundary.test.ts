import { Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { boundRoles } from '#lib/security/boundary.ts';
import { findingsIn } from '#lib/security/findings.ts';
import { parseConfig } from '#lib/config.ts';
import { loadConfig } from '#lib/environments.ts';
import { testApp } from './test-app.ts';

describe('boundRoles', () => {
  it('bounds every role of a stack by the policy of that name', () => {
    const stack = new Stack(testApp(), 'S');
    const role = new Role(stack, 'R', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    boundRoles(stack, 'umbel-boundary');
    const { Properties } = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'))[0] ?? {};
    expect(role.roleName).toBeDefined();
    expect(JSON.stringify(Properties)).toContain(':policy/umbel-boundary');
  });

  it('takes the name of a policy and nothing else', () => {
    const dev = loadConfig('dev');
    expect(parseConfig({ ...dev, permissionsBoundary: 'Boundary-1' }).permissionsBoundary).toBe('Boundary-1');
    expect(() => parseConfig({ ...dev, permissionsBoundary: 'arn:aws:iam::1:policy/x' })).toThrow(
      /permissionsBoundary/,
    );
  });
});

describe('findingsIn', () => {
  it('finds a bucket that anybody may read over plain HTTP, and accepts it for no reason', () => {
    const app = testApp();
    const bucket = new Bucket(new Stack(app, 'S'), 'B');
    const found = findingsIn(app).filter(({ at }) => at.startsWith(bucket.node.path));
    expect(found.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['S1', 'S10']));
    expect(found.filter(({ reason }) => reason !== undefined)).toEqual([]);
  });
});
