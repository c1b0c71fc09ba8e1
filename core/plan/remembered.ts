import { workers } from './backends.ts';
import { type CostLine, sumUsd } from './cost-lines.ts';
import type { Plan } from './plan.ts';
import { isRemembered } from './prices.ts';
import { storageMonths } from './storage.ts';

/** The part of a plan that rests on prices from memory. */
export interface Remembered {
  /** US dollars of the first year. */
  readonly usd: number;
  /** Lines of the bill, the dearest first. */
  readonly lines: readonly string[];
}

/** What of the first year rests on prices that nobody has checked, and in which lines. */
export function rememberedCosts(plan: Omit<Plan, 'remembered'>): Remembered {
  const yearly = plan.fixed.map((line) => ({ ...line, usd: 12 * line.usd }));
  const lines = [...plan.upload, ...plan.pass, ...yearly].filter(({ price }) => isRemembered(price));
  const worker = workers[plan.options.backend].hour.some(({ price }) => isRemembered(price));
  const workersUsd = worker ? plan.workers.usd : 0;
  const months = storageMonths(plan.survey, plan.counts, 12);
  const storedUsd = months.reduce((sum, { rememberedUsd }) => sum + rememberedUsd, 0);
  const named = [
    ...lines.map((line) => ({ name: nameOf(line), usd: line.usd })),
    { name: 'workers', usd: workersUsd },
    { name: 'storage of tables and their backups', usd: storedUsd },
  ].filter(({ usd }) => usd > 0);
  return {
    usd: sumUsd(named),
    lines: named.toSorted((a, b) => b.usd - a.usd).map(({ name, usd }) => `${name} (${usd.toFixed(2)})`),
  };
}

function nameOf({ service, what }: CostLine): string {
  return `${service}: ${what}`;
}
