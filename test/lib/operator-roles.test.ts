import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { uploadKey } from '#core/flight/keys.ts';
import { flightIdSchema } from '#core/flight/manifest.ts';
import { parseConfig } from '#lib/config.ts';
import { operatorRoles } from '#lib/constructs/operator-roles.ts';
import { privateBucket } from '#lib/constructs/private-bucket.ts';
import { loadConfig } from '#lib/environments.ts';
import { flightsOf, operatorClash } from '#lib/operator-config.ts';
import { testApp } from './test-app.ts';

const principalArn = 'arn:aws:iam::123456789012:role/pilots';
const dev = loadConfig('dev');
const withOperators = (...names: string[]) => ({
  ...dev,
  security: { ...dev.security, operators: names.map((name) => ({ name, principalArn })) },
});

const statementSchema = z.object({
  Effect: z.literal('Allow'),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z
    .object({ 'Fn::Join': z.tuple([z.literal(''), z.tuple([z.unknown(), z.string()])]) })
    .or(z.unknown()),
  Condition: z.object({ StringLike: z.object({ 's3:prefix': z.string() }) }).optional(),
});
const policySchema = z.object({ PolicyDocument: z.object({ Statement: z.array(statementSchema) }) });
const joinSchema = z.object({ 'Fn::Join': z.tuple([z.string(), z.tuple([z.unknown(), z.string()])]) });

function synthesize(...names: string[]) {
  const stack = new Stack(testApp(), 'S');
  const uploads = privateBucket(stack, 'Uploads', { name: 'uploads', keep: false });
  operatorRoles(stack, { config: parseConfig(withOperators(...names)), uploads });
  return Template.fromStack(stack);
}

/** Whether a role's policy lets it put an object: IAM's `*` stands for any characters. */
function mayPut(template: Template, operator: string, key: string): boolean {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  const own = policies.filter(([id]) => id.startsWith(`Operator${operator.replaceAll('-', '')}`));
  return own
    .flatMap(([, { Properties }]) => policySchema.parse(Properties).PolicyDocument.Statement)
    .filter(({ Action }) => Action.includes('s3:PutObject'))
    .some(({ Resource }) => {
      const pattern = joinSchema.parse(Resource)['Fn::Join'][1][1];
      const text = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll('*', '.*');
      return new RegExp(`^${text}$`, 's').test(`/${key}`);
    });
}

describe('the role of an operator', () => {
  const template = synthesize('ulrum', 'leens');

  it("writes flights of the operator's own name, and no other", () => {
    expect(mayPut(template, 'ulrum', uploadKey('ulrum-2026-06-14', 'DJI_0001.JPG'))).toBe(true);
    expect(mayPut(template, 'ulrum', uploadKey('leens-2026-06-14', 'DJI_0001.JPG'))).toBe(false);
    expect(mayPut(template, 'ulrum', uploadKey('meadow', 'ulrum-1.jpg'))).toBe(false);
    expect(mayPut(template, 'ulrum', 'flights/ulrum')).toBe(false);
  });

  it('never writes the flight of another operator, whatever they are called', () => {
    const name = fc.stringMatching(/^[a-z0-9]{1,4}(?:-[a-z0-9]{1,3})?$/);
    const flight = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])?$/);
    fc.assert(
      fc.property(name, name, flight, (mine, theirs, rest) => {
        fc.pre(mine !== theirs && operatorClash([mine, theirs]) === undefined);
        const key = uploadKey(flightIdSchema.parse(`${theirs}-${rest}`), 'a.jpg');
        expect(key.startsWith(flightsOf(theirs))).toBe(true);
        expect(key.startsWith(flightsOf(mine))).toBe(false);
      }),
    );
  });

  it('lists those flights alone, deletes nothing, and is for that principal', () => {
    const statements = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
      ({ Properties }) => policySchema.parse(Properties).PolicyDocument.Statement,
    );
    const lists = statements.filter(({ Action }) => Action.includes('s3:ListBucket'));
    const prefixes = lists.map(({ Condition }) => String(Condition?.StringLike['s3:prefix']));
    expect(prefixes.sort()).toEqual(['flights/leens-*', 'flights/ulrum-*']);
    expect(JSON.stringify(statements)).not.toMatch(/Delete|s3:\*/);
    template.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'umbel-dev-operator-ulrum',
      AssumeRolePolicyDocument: { Statement: [{ Principal: { AWS: principalArn } }] },
    });
  });
});

describe('operators in the configuration', () => {
  it.each([
    ['a name that begins another', withOperators('ulrum', 'ulrum-north'), 'could write the flights of'],
    ['a name twice', withOperators('ulrum', 'ulrum'), 'could write the flights of'],
    ['a name that no flight can begin with', withOperators('Ulrum'), 'operators'],
    [
      'somebody who is no principal',
      { ...dev, security: { ...dev.security, operators: [{ name: 'ulrum', principalArn: '*' }] } },
      'must be the ARN',
    ],
  ])('refuses %s', (_what, config, text) => {
    expect(() => parseConfig(config)).toThrow(
      expect.objectContaining({ code: 'config.invalid', message: expect.stringContaining(text) }),
    );
  });
});
