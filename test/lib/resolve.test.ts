import { describe, expect, it } from 'vitest';
import { resolverOf } from '#lib/wiring/resolve.ts';
import type { Template } from '#lib/wiring/template.ts';

const bucket = { Type: 'AWS::S3::Bucket', Properties: {}, Metadata: { Umbel: { name: 'work' } } };

const data: Template = {
  Resources: { Work: bucket, Plain: { Type: 'AWS::S3::Bucket', Properties: {} } },
  Outputs: {
    Name: { Value: { Ref: 'Work' }, Export: { Name: 'data:Work' } },
    Own: { Value: { 'Fn::GetAtt': ['Work', 'Arn'] } },
  },
};
const user: Template = { Resources: {}, Outputs: {} };
const resolve = resolverOf([data, user]);

describe('resolving what templates refer to', () => {
  it('names a resource, its attributes and the pseudo parameters', () => {
    expect(resolve(data, { Ref: 'Work' })).toBe('umbel-work');
    expect(resolve(data, { 'Fn::GetAtt': ['Work', 'Arn'] })).toBe('arn:aws:s3:::umbel-work');
    expect(resolve(data, { Ref: 'AWS::Region' })).toBe('local');
  });

  it('joins text, however deep', () => {
    const arn = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', { Ref: 'Work' }, '/*']] };
    expect(resolve(data, { list: [{ arn }] })).toEqual({ list: [{ arn: 'arn:aws:s3:::umbel-work/*' }] });
  });

  it('follows an import into the stack that exports', () => {
    expect(resolve(user, { 'Fn::ImportValue': 'data:Work' })).toBe('umbel-work');
  });

  it('leaves plain values alone', () => {
    const plain = { text: 'x', number: 1, yes: true, none: null, list: [], object: {} };
    expect(resolve(user, plain)).toEqual(plain);
  });

  it.each([
    ['an unknown intrinsic function', { 'Fn::Select': [0, ['a']] }],
    ['a substitution', { 'Fn::Sub': 'x-${AWS::Region}' }],
    ['an export that nobody makes', { 'Fn::ImportValue': 'data:Other' }],
    ['an import by a computed name', { 'Fn::ImportValue': { Ref: 'AWS::Region' } }],
    ['a join of what is no text', { 'Fn::Join': ['', [{ a: 1 }]] }],
  ])('refuses %s', (_what, value) => {
    expect(() => resolve(user, value)).toThrow(expect.objectContaining({ code: 'wiring.unresolved' }));
  });

  it.each([
    ['a resource without a mark', { Ref: 'Plain' }],
    ['a resource that is not there', { Ref: 'Nothing' }],
    ['an attribute that nobody thought of', { 'Fn::GetAtt': ['Work', 'DomainName'] }],
  ])('refuses %s', (_what, value) => {
    expect(() => resolve(data, value)).toThrow(expect.objectContaining({ code: 'wiring.unknown-reference' }));
  });
});
