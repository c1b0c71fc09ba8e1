import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '#lib/environments.ts';
import { culprits, type Synthesized } from '../synthesized.ts';

/** Whoever is called at night: what they are told, and what cannot happen by accident. */
export function describeOperations(app: Synthesized): void {
  describe(`operations of ${app.environment}`, () => {
    const told = app
      .resources('AWS::CloudWatch::Alarm')
      .filter(({ text }) => !text.includes('No cause for alarm'));

    it('have alarms that each name a page, and the page is there', () => {
      expect(told.length).toBeGreaterThan(9);
      const pages = told.map(({ properties }) => runbookIn(String(properties['AlarmDescription'])));
      expect(pages.filter((page) => page === undefined || !existsSync(page))).toEqual([]);
      expect(new Set(pages).size).toBe(told.length);
    });

    it('tell somebody of every alarm, and when it is over', () => {
      expect(
        culprits(
          told,
          ({ properties }) =>
            properties['AlarmActions'] !== undefined && properties['OKActions'] !== undefined,
        ),
      ).toEqual([]);
    });

    it('have no page without an alarm, the budget aside', () => {
      const named = new Set(told.map(({ properties }) => runbookIn(String(properties['AlarmDescription']))));
      const pages = readdirSync('docs/runbooks')
        .filter((file) => file !== 'README.md')
        .map((file) => `docs/runbooks/${file}`);
      const extra = new Set(
        ['cost', 'restore', 'delete-a-flight', 'threat'].map((name) => `docs/runbooks/${name}.md`),
      );
      expect(pages.filter((page) => !named.has(page) && !extra.has(page))).toEqual([]);
    });

    it('have pages that say what has happened, how to look and what to do', () => {
      for (const file of readdirSync('docs/runbooks').filter((name) => name !== 'README.md')) {
        const text = readFileSync(`docs/runbooks/${file}`, 'utf8');
        expect([file, /^## Look/m.test(text), /^## Do/m.test(text)]).toEqual([file, true, true]);
      }
    });

    it('protect the stacks with data of prod, and let dev go', () => {
      const isProtected = app.assembly.stacks
        .filter(({ terminationProtection }) => terminationProtection === true)
        .map(({ id }) => id);
      expect(isProtected.sort()).toEqual(app.environment === 'prod' ? ['Api', 'Data'] : []);
      const stateful = [
        ...app.resources('AWS::S3::Bucket'),
        ...app.resources('AWS::DynamoDB::GlobalTable'),
        ...app.resources('AWS::Cognito::UserPool'),
      ];
      expect(stateful.length).toBeGreaterThan(12);
    });

    it('ask for a second factor in prod', () => {
      const pools = app.resources('AWS::Cognito::UserPool');
      expect(pools.map(({ properties }) => properties['MfaConfiguration'])).toEqual([
        app.environment === 'prod' ? 'ON' : 'OPTIONAL',
      ]);
    });

    it('put a web ACL before the API', () => {
      expect(app.resources('AWS::WAFv2::WebACLAssociation')).toHaveLength(1);
      const rules = JSON.stringify(app.resources('AWS::WAFv2::WebACL')[0]?.properties['Rules']);
      expect(rules).toContain('X-Forwarded-For');
      expect(rules).toContain('AWSManagedRulesKnownBadInputsRuleSet');
    });

    it('tell the command line every name that it looks for', () => {
      const outputs = app.assembly.stacks.flatMap(({ template }) =>
        Object.keys((template as { Outputs?: object }).Outputs ?? {}),
      );
      for (const name of [
        'UploadsBucket',
        'ResultsBucket',
        'LakeBucket',
        'AccessLogsBucket',
        'FlightsTable',
        'FlightWorkflowArn',
      ])
        expect(outputs).toContain(name);
    });

    it('look at every run each quarter of an hour, and call one stuck after the configured hours', () => {
      const rule = app.resources('AWS::Events::Rule').find(({ text }) => text.includes('rate(15 minutes)'));
      const { stuckHours } = app.config.operations;
      expect(rule?.text).toContain(JSON.stringify(JSON.stringify({ stuckHours })));
      const alarm = told.find(({ properties }) => properties['MetricName'] === 'StuckFlights');
      expect(alarm?.properties).toMatchObject({ Threshold: 1, EvaluationPeriods: 1, Period: 900 });
      expect(String(alarm?.properties['AlarmDescription'])).toContain('docs/runbooks/stuck-flight.md');
    });

    it('trace one request in twenty', () => {
      const rules = app.resources('AWS::XRay::SamplingRule');
      expect(rules.map(({ properties }) => properties['SamplingRule'])).toEqual([
        expect.objectContaining({ FixedRate: 0.05, ReservoirSize: 1, ServiceName: `${app.config.prefix}-*` }),
      ]);
    });

    it('have a budget as soon as somebody is told of it', () => {
      const { alarmEmails } = loadConfig(app.environment).operations;
      expect(app.resources('AWS::Budgets::Budget')).toHaveLength(alarmEmails.length === 0 ? 0 : 1);
    });
  });
}

function runbookIn(description: string): string | undefined {
  return /docs\/runbooks\/[a-z-]+\.md$/.exec(description)?.[0];
}
