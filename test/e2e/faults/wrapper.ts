/** Stands between functions and containers and their platform, and lets go wrong what its URL says. */
import type { Platform } from '#platform/platform.ts';
import { brokenClock } from './clock-faults.ts';
import { marksOf } from './marks.ts';
import { planOf } from './plan.ts';
import { withHang, withPoison } from './program-faults.ts';
import { withFullDisk, withOutage } from './store-faults.ts';
import { withThrottling } from './throttling.ts';
import { withBadDelivery, withBadReports, withKills } from './worker-faults.ts';

const plan = planOf(import.meta.url);
const marks = marksOf(process.env['UMBEL_HOME'] ?? '.umbel');

if (plan.databasePort !== undefined)
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = `http://127.0.0.1:${plan.databasePort}`;
if (plan.skewMs !== undefined) brokenClock(plan.skewMs, marks);
if (plan.diskFull === true) withFullDisk(marks);

/** The platform with the faults of the plan. */
export function wrapPlatform(platform: Platform): Platform {
  const wrappers = [
    withKills,
    withBadDelivery,
    withBadReports,
    withHang,
    withPoison,
    withOutage,
    withThrottling,
  ];
  return wrappers.reduce((inner, wrap) => wrap(inner, plan, marks), platform);
}
