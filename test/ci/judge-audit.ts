import { z } from 'zod';

const reportSchema = z.looseObject({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.looseObject({
      severity: z.enum(['info', 'low', 'moderate', 'high', 'critical']),
      via: z.array(z.union([z.string(), z.looseObject({ title: z.string(), url: z.string().optional() })])),
    }),
  ),
});

/** What an audit came to. */
export interface Judgement {
  readonly outcome: 'clean' | 'found' | 'not-audited';
  /** For people. */
  readonly lines: readonly string[];
}

/**
 * What `npm audit --json` said, as far as it concerns packages that are shipped. A registry that has no list of
 * weaknesses leaves the question open: that is neither clean nor found.
 * @param answer what npm printed
 * @param shipped names of the packages
 */
export function judgeAudit(answer: string, shipped: ReadonlySet<string>): Judgement {
  const report = reportSchema.safeParse(parsed(answer));
  if (!report.success) {
    const said = z.looseObject({ message: z.string() }).safeParse(parsed(answer));
    const why = said.success ? said.data.message : answer.trim().slice(0, 200) || 'no answer';
    return { outcome: 'not-audited', lines: [`NOT AUDITED: the registry tells no weaknesses (${why}).`] };
  }
  const serious = Object.entries(report.data.vulnerabilities).filter(
    ([, { severity }]) => severity === 'high' || severity === 'critical',
  );
  const found = serious.filter(([name]) => shipped.has(name));
  const lines = found.map(([name, { severity, via }]) => {
    const titles = via.flatMap((cause) => (typeof cause === 'string' ? [`through ${cause}`] : [cause.title]));
    return `${severity}: ${name}: ${titles.join('; ')}`;
  });
  const others = serious.length - found.length;
  const rest = others === 0 ? [] : [`${others} more in tools of development, which are not shipped.`];
  return found.length === 0
    ? {
        outcome: 'clean',
        lines: [`No high or critical weakness in ${shipped.size} shipped packages.`, ...rest],
      }
    : { outcome: 'found', lines: [...lines, ...rest] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
